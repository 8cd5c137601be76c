using System.Text.Json;
using GitOps.Sandbox.Hosting;

namespace GitOps.Sandbox;

/// <summary>What <c>sandbox.json</c> tells scripts. The file appears when everything is ready, whole, readable by its owner alone.</summary>
public sealed record SandboxDescription
{
    public required string ForgeUrl { get; init; }

    public required string ConfigstoreUrl { get; init; }

    public required string ActualizerUrl { get; init; }

    public required string ClusterUrl { get; init; }

    /// <summary>A file that kubectl can use.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>Token of the forge's admin, good for the configstore too: an operator's.</summary>
    public required string AdminToken { get; init; }

    public required IReadOnlyList<SandboxProducer> Producers { get; init; }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(string path) => PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
