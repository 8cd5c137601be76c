using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitOps.Configstore.Producers;

/// <summary>Branches on disk: an object of environment to commit.</summary>
internal sealed class EnvironmentBranchesConverter : JsonConverter<EnvironmentBranches>
{
    public override EnvironmentBranches Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var heads = ImmutableSortedDictionary.CreateBuilder<EnvironmentName, string>();
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("Branches must be an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isName = EnvironmentName.TryParse(reader.GetString(), out var name);
            if (!isName || !reader.Read() || reader.GetString() is not { } commit) throw new JsonException("A branch must have an environment's name and a commit.");
            heads[name] = commit;
        }
        return EnvironmentBranches.Of(heads.ToImmutable());
    }

    public override void Write(Utf8JsonWriter writer, EnvironmentBranches value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, commit) in value.Heads) writer.WriteString(name.Value, commit);
        writer.WriteEndObject();
    }
}
