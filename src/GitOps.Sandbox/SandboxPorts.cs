using System.Text.Json;
using GitOps.Sandbox.Hosting;

namespace GitOps.Sandbox;

/// <summary>The loopback ports of the sandbox's servers; 0 lets the system choose a free one.</summary>
public sealed record SandboxPorts(int Forge, int Configstore, int Actualizer, int Cluster)
{
    /// <summary>Gitea's and the configstore's usual ports, kubectl proxy's for the cluster.</summary>
    public static SandboxPorts Fixed { get; } = new(Forge: 3000, Configstore: 3002, Actualizer: 3003, Cluster: 8001);

    public static SandboxPorts Automatic { get; } = new(0, 0, 0, 0);

    /// <summary>
    /// The ports that <see cref="Keep"/> wrote for this data, or else <see cref="Automatic"/>. With the same ports, clones made
    /// before a restart and what the configstore has stored about this forge stay valid.
    /// </summary>
    public static SandboxPorts KeptIn(string dataDirectory)
    {
        var path = PathIn(dataDirectory);
        if (!File.Exists(path)) return Automatic;
        try
        {
            return JsonSerializer.Deserialize<SandboxPorts>(File.ReadAllBytes(path)) ?? Automatic;
        }
        catch (JsonException)
        {
            // A damaged file costs only the convenience: any free ports do.
            return Automatic;
        }
    }

    public void Keep(string dataDirectory) => PrivateFile.Write(PathIn(dataDirectory), JsonSerializer.SerializeToUtf8Bytes(this));

    private static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "ports.json");
}
