using System.Text.Json;

namespace GitOps.Engine.Live;

/// <summary>The hosts that an Ingress routes, live or desired.</summary>
internal static class IngressHosts
{
    public static string[] Of(JsonElement ingress)
    {
        if (!ingress.TryGetProperty("spec"u8, out var spec)
            || !spec.TryGetProperty("rules"u8, out var rules)
            || rules.ValueKind != JsonValueKind.Array) return [];

        var hosts = new List<string>(rules.GetArrayLength());
        foreach (var rule in rules.EnumerateArray())
        {
            if (rule.TryGetProperty("host"u8, out var host) && host.GetString() is { Length: > 0 } name && !hosts.Contains(name)) hosts.Add(name);
        }
        return [.. hosts];
    }
}
