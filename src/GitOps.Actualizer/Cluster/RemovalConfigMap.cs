using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Engine.Brakes;
using GitOps.Engine.Cluster;
using GitOps.Engine.Manifests;
using GitOps.Kubernetes;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;

namespace GitOps.Actualizer.Cluster;

/// <summary>
/// Absences, holds and counted losses in one ConfigMap of the target namespace, as compressed JSON: ten thousand of them fit into what
/// an API server stores of one object. <c>GET /holds</c> shows what is in it.
/// </summary>
public sealed class RemovalConfigMap(KubernetesClient client, ICluster cluster, TargetNamespace target, ILogger<RemovalConfigMap> log) : IRemovalStore
{
    /// <summary>Name of the ConfigMap.</summary>
    public const string Name = "gitops-removals";

    private const string Member = "state";

    private ObjectKey Key => new("v1", "ConfigMap", target.Name, Name);

    public async Task<RemovalState> LoadAsync(CancellationToken cancellationToken)
    {
        KubernetesObject? found;
        try
        {
            found = await client.FindAsync(new ObjectReference(Key.ApiVersion, Key.Kind, Key.Namespace, Key.Name), cancellationToken);
        }
        catch (KubernetesException error)
        {
            throw new ClusterUnavailableException(Key, $"Reading which removals are held: {error.Message}", error.RetryAfter, error);
        }
        if (found is not { } saved) return RemovalState.Empty;
        try
        {
            return Read(saved.Json);
        }
        catch (Exception damaged) when (damaged is JsonException or FormatException or InvalidDataException or KeyNotFoundException)
        {
            // Without it grace periods begin again, and what is missing is judged together again: nothing goes sooner.
            log.LogWarning("{Key} does not hold what was saved there: grace periods and holds begin again. {Reason}", Key, damaged.Message);
            return RemovalState.Empty;
        }
    }

    public Task SaveAsync(RemovalState state, CancellationToken cancellationToken) => cluster.ApplyAsync(Key, Write(state), force: true, cancellationToken);

    private static RemovalState Read(JsonElement live)
    {
        using var compressed = new GZipStream(new MemoryStream(live.GetProperty("binaryData").GetProperty(Member).GetBytesFromBase64()), CompressionMode.Decompress);
        return JsonSerializer.Deserialize(compressed, RemovalStateJson.Default.RemovalState) ?? throw new JsonException("It holds null.");
    }

    private ReadOnlyMemory<byte> Write(RemovalState state)
    {
        using var buffer = new MemoryStream();
        using (var compressed = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(compressed, state, RemovalStateJson.Default.RemovalState);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["apiVersion"] = Key.ApiVersion,
            ["kind"] = Key.Kind,
            ["metadata"] = new JsonObject { ["name"] = Key.Name, ["namespace"] = Key.Namespace },
            ["binaryData"] = new JsonObject { [Member] = Convert.ToBase64String(buffer.ToArray()) },
        });
    }
}
