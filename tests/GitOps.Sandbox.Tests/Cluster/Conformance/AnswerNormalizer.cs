using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Tests.Cluster.Conformance;

/// <summary>Puts what differs between any two servers into one form: uids, times, revisions, addresses, the namespace.</summary>
internal sealed partial class AnswerNormalizer(string ns)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Varying = ["uid", "resourceVersion", "selfLink", "continue", "clusterIP", "remainingItemCount"];

    public string Normalize(JsonNode? node)
    {
        var text = Visit(node)?.ToJsonString(Indented) ?? "null";
        text = Uuid().Replace(text.Replace(ns, "<ns>", StringComparison.Ordinal), "<uid>");
        text = Record().Replace(text, "record (<rv>)");
        // 1.20 names ingresses by the group that they came from; newer servers and the sandbox by their own.
        text = text.Replace("Ingress.extensions", "Ingress.networking.k8s.io", StringComparison.Ordinal)
            .Replace("\"group\": \"extensions\"", "\"group\": \"networking.k8s.io\"", StringComparison.Ordinal);
        return Generated().Replace(Time().Replace(text, "<time>"), "$1<generated>");
    }

    private static JsonNode? Visit(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var result = new JsonObject();
                foreach (var (name, value) in map.OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    // 1.20 still writes selfLink for some kinds; no newer server does.
                    if (name is "selfLink")
                        continue;
                    result[name] = Varying.Contains(name) && value is not null ? $"<{name}>"
                        : name == "clusterIPs" ? "<clusterIPs>"
                        : name == "managedFields" && value is JsonArray entries ? Sorted(entries) : Visit(value);
                }
                return result;
            case JsonArray list:
                return new JsonArray(list.Select(Visit).ToArray());
            default:
                return node?.DeepClone();
        }
    }

    /// <summary>Entries are in the order of their seconds, which depends on how fast the test runs.</summary>
    private static JsonArray Sorted(JsonArray entries) => new(entries.Select(Visit)
        .OrderBy(entry => $"{entry!["operation"]} {entry["manager"]} {entry["apiVersion"]}", StringComparer.Ordinal).ToArray());

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"record \(\d+\)")]
    private static partial Regex Record();

    [GeneratedRegex(@"(gen-)[bcdfghjklmnpqrstvwxz2456789]{5}")]
    private static partial Regex Generated();
}
