using System.Text.Json;

namespace GitOps.Attack;

/// <summary>What is attacked, and with which credentials. Its text form names no secret.</summary>
public sealed class Installation
{
    public required Uri Configstore { get; init; }

    /// <summary>Null: the actualizer is left out.</summary>
    public Uri? Actualizer { get; init; }

    /// <summary>Null: only what needs no users is tried.</summary>
    public Uri? Gitea { get; init; }

    /// <summary>A site administrator's token: it makes the users and producers, and shows that the routes are there.</summary>
    public string? AdminToken { get; init; }

    /// <summary>One of the configstore's <c>SERVICE_TOKENS</c>; null: not tried.</summary>
    public string? ServiceToken { get; init; }

    /// <summary>The configstore's <c>POD_TOKEN_KEY</c>; null: no pods are tried.</summary>
    public string? PodTokenKey { get; init; }

    /// <summary>The actualizer's <c>ACTUALIZER_TOKEN</c>; null: it has none, and whoever is on its machine may call.</summary>
    public string? ActualizerToken { get; init; }

    /// <summary>The configstore's <c>REPO_PREFIX</c>.</summary>
    public string Prefix { get; init; } = "customer";

    /// <summary>Sends nothing but GET and HEAD and makes nothing: <see cref="Victim"/> is a producer that is there already.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>With <see cref="ReadOnly"/>: whose resources are asked for.</summary>
    public string? Victim { get; init; }

    /// <summary>With <see cref="ReadOnly"/>: a token of somebody who may not see the victim; null: not tried.</summary>
    public string? StrangerToken { get; init; }

    /// <summary>The installation that <c>tools/run --data</c> started there.</summary>
    /// <exception cref="AttackException">No sandbox runs with that data.</exception>
    public static Installation OfSandbox(string dataDirectory, bool readOnly)
    {
        var described = Read(Path.Combine(dataDirectory, "sandbox.json"));
        var secrets = Read(Path.Combine(dataDirectory, "secrets.json"));
        return new Installation
        {
            Configstore = new Uri(Text(described, "configstoreUrl")),
            Actualizer = new Uri(Text(described, "actualizerUrl")),
            Gitea = new Uri(Text(described, "forgeUrl")),
            AdminToken = Text(described, "adminToken"),
            ServiceToken = Text(secrets, "ActualizerToken"),
            PodTokenKey = Text(secrets, "PodTokenKey"),
            ReadOnly = readOnly,
            Victim = described.GetProperty("producers").EnumerateArray().Select(producer => Text(producer, "name")).FirstOrDefault(),
        };
    }

    public override string ToString() => $"the configstore at {Configstore}";

    private static JsonElement Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new AttackException($"Reading {path}: {failure.Message} Start a sandbox with tools/run --data DIR --ports auto and wait for DIR/sandbox.json.", failure);
        }
    }

    private static string Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) && value.GetString() is { Length: > 0 } text ? text : throw new AttackException($"The sandbox's description has no {member}.");
}
