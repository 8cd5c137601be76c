using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Leases;

/// <summary>
/// What a lease says. Its times are of its holder's clock and are shown only: nothing is decided by them.
/// Source: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/
/// </summary>
/// <param name="Holder">Empty while nobody holds it.</param>
/// <param name="Duration">How long it is good without being renewed.</param>
/// <param name="AcquireTime">When the holder got it.</param>
/// <param name="RenewTime">When the holder last renewed it.</param>
/// <param name="Transitions">How often it has changed hands.</param>
public sealed record LeaseRecord(string Holder, TimeSpan Duration, DateTimeOffset? AcquireTime, DateTimeOffset? RenewTime, int Transitions)
{
    /// <summary>The API's MicroTime.</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    internal static LeaseRecord Read(KubernetesObject lease)
    {
        var spec = lease.Json.TryGetProperty("spec"u8, out var found) ? found : default;
        return new LeaseRecord(
            Member(spec, "holderIdentity"u8)?.GetString() ?? "",
            TimeSpan.FromSeconds(Member(spec, "leaseDurationSeconds"u8)?.GetInt32() ?? 0),
            Member(spec, "acquireTime"u8)?.GetDateTimeOffset(),
            Member(spec, "renewTime"u8)?.GetDateTimeOffset(),
            Member(spec, "leaseTransitions"u8)?.GetInt32() ?? 0);
    }

    /// <param name="resourceVersion">That of the lease which this replaces; null for a new one.</param>
    internal ReadOnlyMemory<byte> ToUtf8(ObjectReference lease, string? resourceVersion)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion"u8, lease.Kind.ApiVersion);
        json.WriteString("kind"u8, lease.Kind.Kind);
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, lease.Name);
        json.WriteString("namespace"u8, lease.Namespace);
        if (resourceVersion is not null) json.WriteString("resourceVersion"u8, resourceVersion);
        json.WriteEndObject();
        json.WriteStartObject("spec"u8);
        json.WriteString("holderIdentity"u8, Holder);
        json.WriteNumber("leaseDurationSeconds"u8, (int)Duration.TotalSeconds);
        if (AcquireTime is { } acquired) json.WriteString("acquireTime"u8, acquired.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (RenewTime is { } renewed) json.WriteString("renewTime"u8, renewed.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        json.WriteNumber("leaseTransitions"u8, Transitions);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static JsonElement? Member(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
