using System.Text.Json;
using GitOps.Attack.Sending;

namespace GitOps.Attack.Targets;

/// <summary>The configstore's routes, as its OpenAPI document lists them.</summary>
public static class ApiDocument
{
    public const string Path = "/openapi/v1.json";

    private const int MaxBytes = 16 * 1024 * 1024;

    private static readonly string[] Verbs = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <exception cref="AttackException">There is no such document, or it does not say who may call what.</exception>
    public static async Task<IReadOnlyList<Operation>> ReadAsync(Prober configstore, CancellationToken cancellation)
    {
        var answer = await configstore.SendAsync(new Probe("GET", Path) { MaxAnswerBytes = MaxBytes }, cancellation);
        if (answer.Status != 200) throw new AttackException($"Reading the OpenAPI document of {configstore.Root}: {Path} answers {answer.Status}. Is that a configstore?");
        try
        {
            return Parse(answer.Body);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new AttackException($"Reading the OpenAPI document of {configstore.Root}: {failure.Message}", failure);
        }
    }

    private static List<Operation> Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var operations = new List<Operation>();
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var verb in path.Value.EnumerateObject().Where(member => Verbs.Contains(member.Name)))
            {
                var operation = $"{verb.Name.ToUpperInvariant()} {path.Name}";
                if (!verb.Value.TryGetProperty("x-access", out var access) || !Enum.TryParse<Right>(access.GetString(), ignoreCase: true, out var right))
                    throw new AttackException($"The OpenAPI document does not say with x-access who may call {operation}: this configstore is older than this attack. Use those of one version.");
                string[] types = verb.Value.TryGetProperty("requestBody", out var body) && body.TryGetProperty("content", out var content)
                    ? [.. content.EnumerateObject().Select(type => type.Name)]
                    : [];
                operations.Add(new Operation(verb.Name.ToUpperInvariant(), path.Name, right, verb.Value.TryGetProperty("x-access-pods", out var pods) && pods.GetBoolean(), types));
            }
        }
        return operations;
    }
}
