using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitOps.Gitea.Tests.Recordings;

/// <summary>Compares what the client read with the JSON it read it from, member by member, by the members that the client has.</summary>
public static class Agreement
{
    public static IEnumerable<string> Differences(object? read, JsonElement json, string path = "$")
    {
        switch (read)
        {
            case null:
                return json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? [] : [$"{path}: read null of {json}"];
            case string text:
                return Same(text, json.ValueKind == JsonValueKind.String ? json.GetString() : null, path);
            case bool flag:
                return Same(flag, json.ValueKind == JsonValueKind.True, path);
            case int or long:
                return Same(Convert.ToInt64(read, CultureInfo.InvariantCulture), json.GetInt64(), path);
            case DateTimeOffset time:
                return Same(time, json.GetDateTimeOffset(), path);
            case Enum word:
                return Same(word.ToString(), json.GetString(), path, StringComparer.OrdinalIgnoreCase);
            case IEnumerable rows:
                return Rows(rows.Cast<object?>().ToList(), json, path);
            default:
                return Members(read, json, path);
        }
    }

    private static IEnumerable<string> Rows(List<object?> rows, JsonElement json, string path)
    {
        var expected = json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() : 0;
        return rows.Count == expected
            ? rows.SelectMany((row, index) => Differences(row, json[index], $"{path}[{index}]"))
            : [$"{path}: read {rows.Count} rows of {expected}"];
    }

    private static IEnumerable<string> Members(object read, JsonElement json, string path) =>
        from property in read.GetType().GetProperties()
        where property.GetCustomAttribute<JsonIgnoreAttribute>() is null && property.GetMethod!.IsPublic
        let name = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name)
        where json.TryGetProperty(name, out _)
        from difference in Differences(property.GetValue(read), json.GetProperty(name), $"{path}.{name}")
        select difference;

    private static string[] Same<T>(T read, T expected, string path, IEqualityComparer<T>? comparer = null) =>
        (comparer ?? EqualityComparer<T>.Default).Equals(read, expected) ? [] : [$"{path}: read {read} of {expected}"];
}
