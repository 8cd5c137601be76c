using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Writing;

namespace GitOps.Kubernetes;

/// <summary>The writing requests for manifests that are not serialised yet; kind, namespace and name are taken from the manifest.</summary>
public static class KubernetesClientJsonExtensions
{
    /// <summary>Kind, namespace and name of a manifest.</summary>
    /// <exception cref="ArgumentException">It has no apiVersion or no kind.</exception>
    public static ObjectReference ReferenceOf(JsonObject manifest)
    {
        var metadata = manifest["metadata"] as JsonObject;
        return new ObjectReference(
            (string?)manifest["apiVersion"] ?? throw new ArgumentException("The manifest has no apiVersion.", nameof(manifest)),
            (string?)manifest["kind"] ?? throw new ArgumentException("The manifest has no kind.", nameof(manifest)),
            (string?)metadata?["namespace"] ?? "",
            (string?)metadata?["name"] ?? "");
    }

    /// <inheritdoc cref="KubernetesClient.CreateAsync"/>
    public static Task<KubernetesObject> CreateAsync(this KubernetesClient client, JsonObject manifest, WriteOptions? options = null, CancellationToken cancellation = default) =>
        client.CreateAsync(ReferenceOf(manifest), ToUtf8(manifest), options, cancellation);

    /// <inheritdoc cref="KubernetesClient.ReplaceAsync"/>
    public static Task<KubernetesObject> ReplaceAsync(this KubernetesClient client, JsonObject manifest, WriteOptions? options = null, CancellationToken cancellation = default) =>
        client.ReplaceAsync(ReferenceOf(manifest), ToUtf8(manifest), options, cancellation);

    /// <inheritdoc cref="KubernetesClient.ApplyAsync"/>
    public static Task<AppliedObject> ApplyAsync(this KubernetesClient client, JsonObject manifest, ApplyOptions options, CancellationToken cancellation = default) =>
        client.ApplyAsync(ReferenceOf(manifest), ToUtf8(manifest), options, cancellation);

    /// <inheritdoc cref="KubernetesClient.ApplyAndReadAsync"/>
    public static Task<KubernetesObject> ApplyAndReadAsync(this KubernetesClient client, JsonObject manifest, ApplyOptions options, CancellationToken cancellation = default) =>
        client.ApplyAndReadAsync(ReferenceOf(manifest), ToUtf8(manifest), options, cancellation);

    /// <inheritdoc cref="KubernetesClient.PatchAsync"/>
    public static Task<KubernetesObject> PatchAsync(
        this KubernetesClient client, ObjectReference target, PatchType type, JsonNode patch, WriteOptions? options = null, CancellationToken cancellation = default) =>
        client.PatchAsync(target, type, ToUtf8(patch), options, cancellation);

    private static ReadOnlyMemory<byte> ToUtf8(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer);
        node.WriteTo(json);
        json.Flush();
        return buffer.WrittenMemory;
    }
}
