using System.Globalization;
using System.Text.Json;
using GitOps.Engine.Manifests;
using GitOps.Model.Names;

namespace GitOps.Engine.Live;

/// <summary>Reads the little that is remembered out of an object's JSON.</summary>
internal static class ObservationReader
{
    /// <summary>Which object this is and how new, without reading more.</summary>
    /// <exception cref="FormatException">The object has no name or no resourceVersion that is a number.</exception>
    public static (ObjectKey Key, ulong ResourceVersion) Identify(string apiVersion, string kind, JsonElement live)
    {
        var metadata = live.GetProperty("metadata");
        var key = new ObjectKey(apiVersion, kind, Text(metadata, "namespace"u8) ?? "", Text(metadata, "name"u8) ?? throw new FormatException($"A {kind} of the API server has no name."));
        return ulong.TryParse(Text(metadata, "resourceVersion"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (key, version)
            : throw new FormatException($"{key} has no resourceVersion that is a number.");
    }

    /// <exception cref="FormatException">The object has no name, or its uid or resourceVersion are not what an API server writes.</exception>
    public static Observation Read(string apiVersion, string kind, JsonElement live, string manager)
    {
        var (key, version) = Identify(apiVersion, kind, live);
        var metadata = live.GetProperty("metadata");
        var isManaged = OwnedFields.TryFind(live, manager, out var owned);
        var isOurs = isManaged || OwnerMark.IsOn(key, metadata);
        var isTerminating = metadata.TryGetProperty("deletionTimestamp"u8, out _);
        return new Observation
        {
            Key = key,
            Uid = Guid.TryParse(Text(metadata, "uid"u8), out var uid) ? uid : throw new FormatException($"{key} has no uid that is a UUID."),
            ResourceVersion = version,
            IsOurs = isOurs,
            IsMarkedOnly = isOurs && !isManaged,
            // A mark vouches for the labels that it is made from; without it they count as far as our manager owns them.
            Owner = isOurs && (!isManaged || OwnsLabels(owned, "f:producer"u8, "f:environment"u8)) ? Owner(metadata) : null,
            Tenant = isOurs && (!isManaged || OwnsLabels(owned, "f:producer"u8, "f:app"u8)) ? Tenant(metadata) : null,
            LooksLike = !isOurs && (kind is "Deployment" or "Function") ? Owner(metadata) : null,
            Selected = Selectors.IdOf(kind, live),
            Former = isOurs && kind == "Service" ? Annotation(metadata, OwnerMark.FormerAnnotation) : null,
            Finalizers = isTerminating ? FinalizersOf(metadata) : "",
            OwnedHash = isManaged ? OwnedFields.HashOfLive(live, owned) : default,
            Rollout = kind == "Deployment" ? RolloutOf(live, metadata) : Rollout.Complete,
            IsTerminating = isTerminating,
            Component = isOurs ? new ComponentId(Label(metadata, "app"u8), Label(metadata, "id"u8)) : default,
            Hosts = kind == "Ingress" ? IngressHosts.Of(live) : [],
            Managers = isOurs ? "" : ForeignManagers.Of(metadata, manager),
        };
    }

    private static EnvironmentKey? Owner(JsonElement metadata) =>
        EnvironmentLabels.TryRead(Label(metadata, "producer"u8), Label(metadata, "environment"u8), out var owner) ? owner : null;

    private static ProducerName? Tenant(JsonElement metadata) =>
        TenantLabels.TryRead(Label(metadata, "app"u8), Label(metadata, "producer"u8), out var tenant) ? tenant : null;

    private static bool OwnsLabels(JsonElement owned, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) =>
        owned.TryGetProperty("f:metadata"u8, out var fields) && fields.TryGetProperty("f:labels"u8, out var labels)
        && labels.TryGetProperty(first, out _) && labels.TryGetProperty(second, out _);

    /// <summary>As <c>kubectl rollout status</c> judges it; a Deployment without replicas has nothing to wait for.</summary>
    private static Rollout RolloutOf(JsonElement live, JsonElement metadata)
    {
        var wanted = live.TryGetProperty("spec"u8, out var spec) ? Number(spec, "replicas"u8) ?? 1 : 1;
        if (wanted == 0) return Rollout.Complete;
        if (!live.TryGetProperty("status"u8, out var status)) return Rollout.InProgress;
        var observed = Number(status, "observedGeneration"u8) ?? 0;
        return observed >= (Number(metadata, "generation"u8) ?? 0)
            && (Number(status, "updatedReplicas"u8) ?? 0) >= wanted
            && (Number(status, "replicas"u8) ?? 0) <= (Number(status, "updatedReplicas"u8) ?? 0)
            && (Number(status, "availableReplicas"u8) ?? 0) >= (Number(status, "updatedReplicas"u8) ?? 0)
            ? Rollout.Complete
            : Rollout.InProgress;
    }

    private static string FinalizersOf(JsonElement metadata) =>
        metadata.TryGetProperty("finalizers"u8, out var finalizers) && finalizers.ValueKind == JsonValueKind.Array
            ? string.Join(", ", finalizers.EnumerateArray().Select(finalizer => finalizer.ToString()))
            : "";

    private static string? Annotation(JsonElement metadata, string name) =>
        metadata.TryGetProperty("annotations"u8, out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Label(JsonElement metadata, ReadOnlySpan<byte> name) =>
        metadata.TryGetProperty("labels"u8, out var labels) && labels.ValueKind == JsonValueKind.Object ? Text(labels, name) : null;

    private static string? Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Number(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
