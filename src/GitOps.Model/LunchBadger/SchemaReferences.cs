using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOps.Model.Hosts;

namespace GitOps.Model.LunchBadger;

/// <summary>
/// Finds the schemas that a gateway would fetch to complete a JSON schema: it asks for every reference that it cannot resolve, with
/// <c>http://</c> before what has no scheme.
/// </summary>
/// <param name="what">Whose schema it is, as messages call it.</param>
internal sealed partial class SchemaReferences(DestinationCheck destinations, string what)
{
    private const string Id = "$id";
    private const string Reference = "$ref";
    private const string Dialect = "$schema";

    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private bool _hasBase;

    public void Check(JsonObject schema)
    {
        CollectIds(schema);
        _hasBase = Text(schema[Id]) is { } id && WebUrl.IsValid(id);
        Walk(schema, schema);
    }

    private void CollectIds(JsonNode? node)
    {
        if (node is JsonObject members && Text(members[Id]) is { } id) _ids.Add(id.TrimEnd('#'));
        foreach (var inner in Inner(node)) CollectIds(inner);
    }

    private void Walk(JsonNode? node, JsonObject root)
    {
        if (node is JsonObject members)
        {
            if (Text(members[Id]) is { } id && !id.StartsWith('#') && !(node == root && Word().IsMatch(id))) CheckUrl(members, Id, id);
            if (Text(members[Dialect]) is { } dialect) CheckUrl(members, Dialect, dialect);
            if (Text(members[Reference]) is { } reference && !IsWithin(reference)) CheckUrl(members, Reference, reference);
        }
        foreach (var inner in Inner(node)) Walk(inner, root);
    }

    /// <summary>Whether a reference leads into the schema itself, or to what lies beside it at a place that is judged.</summary>
    private bool IsWithin(string reference) =>
        reference.StartsWith('#')
        || _ids.Contains(reference.Split('#')[0])
        || (_hasBase && RelativePath().IsMatch(reference));

    private void CheckUrl(JsonObject members, string member, string text) =>
        destinations.CheckUrl(text, WebUrl.Web, Validation.JsonPath.Member(members.GetPath(), member), $"'{member}' in {what}");

    private static IEnumerable<JsonNode?> Inner(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray items => items,
        _ => [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    [GeneratedRegex(@"^[A-Za-z0-9_-]+#?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"^/?[A-Za-z0-9._~-][A-Za-z0-9._~/-]*(?:#.*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RelativePath();
}
