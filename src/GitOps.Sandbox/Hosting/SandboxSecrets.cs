using System.Security.Cryptography;
using System.Text.Json;

namespace GitOps.Sandbox.Hosting;

/// <summary>Secrets of one sandbox: made at its first start, kept in its data directory, readable by their owner alone.</summary>
public sealed class SandboxSecrets
{
    public string AdminToken { get; init; } = NewSecret(40);

    public string WebhookSecret { get; init; } = NewSecret(64);

    /// <summary>What the passwords of the gateways' Redis users are made with.</summary>
    public string RedisUserKey { get; init; } = NewSecret(64);

    /// <summary>What the actualizer shows to the configstore.</summary>
    public string ActualizerToken { get; init; } = NewSecret(40);

    /// <summary>What the configstore shows to the forge when browsers sign in.</summary>
    public string OAuthClientSecret { get; init; } = NewSecret(40);

    /// <summary>What the tokens of the pods are made with.</summary>
    public string PodTokenKey { get; init; } = NewSecret(64);

    /// <summary>Tokens of the producers' users, by producer.</summary>
    public Dictionary<string, string> ProducerTokens { get; init; } = [];

    /// <exception cref="InvalidDataException">The file is damaged; the message quotes nothing of it.</exception>
    public static SandboxSecrets Open(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        if (!File.Exists(path)) return new SandboxSecrets();
        try
        {
            return JsonSerializer.Deserialize<SandboxSecrets>(File.ReadAllBytes(path)) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"Reading the sandbox's secrets: {path} is damaged. Delete the data directory to begin anew.");
        }
    }

    public void Save(string dataDirectory) =>
        PrivateFile.Write(PathIn(dataDirectory), JsonSerializer.SerializeToUtf8Bytes(this));

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "secrets.json");

    private static string NewSecret(int hexDigits) => RandomNumberGenerator.GetHexString(hexDigits, lowercase: true);
}
