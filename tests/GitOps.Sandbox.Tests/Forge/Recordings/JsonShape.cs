using System.Text.Json;

namespace GitOps.Sandbox.Tests.Forge.Recordings;

/// <summary>Compares the shapes of two JSON documents: member names and types, not values.</summary>
internal static class JsonShape
{
    /// <summary>Every place where the shapes differ; empty when they are the same.</summary>
    public static IEnumerable<string> Differences(JsonElement expected, JsonElement actual, string path = "$")
    {
        if (Kind(expected) != Kind(actual))
        {
            yield return $"{path}: expected {expected.ValueKind}, got {actual.ValueKind}";
            yield break;
        }

        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var difference in Members(expected, actual, path))
                {
                    yield return difference;
                }

                break;
            case JsonValueKind.Array when expected.GetArrayLength() > 0 && actual.GetArrayLength() > 0:
                foreach (var difference in Differences(expected[0], actual[0], path + "[0]"))
                {
                    yield return difference;
                }

                break;
            case JsonValueKind.Array when expected.GetArrayLength() != actual.GetArrayLength():
                yield return $"{path}: expected {expected.GetArrayLength()} elements, got {actual.GetArrayLength()}";
                break;
            default:
                break;
        }
    }

    private static IEnumerable<string> Members(JsonElement expected, JsonElement actual, string path)
    {
        var names = expected.EnumerateObject().Select(member => member.Name).ToArray();
        foreach (var extra in actual.EnumerateObject().Select(member => member.Name).Except(names))
        {
            yield return $"{path}.{extra}: not in the recording";
        }

        foreach (var name in names)
        {
            if (!actual.TryGetProperty(name, out var value))
            {
                yield return $"{path}.{name}: missing";
                continue;
            }

            foreach (var difference in Differences(expected.GetProperty(name), value, $"{path}.{name}"))
            {
                yield return difference;
            }
        }
    }

    private static JsonValueKind Kind(JsonElement element) => element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;
}
