using System.Buffers;
using System.Text.Json;

namespace GitOps.Kubernetes.Writing;

/// <summary>How to delete, and only if what.</summary>
public sealed record DeleteOptions
{
    public static DeleteOptions Default { get; } = new();

    /// <summary>Delete only this life of the object: not what somebody has made anew under the same name.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only what nobody has changed since.</summary>
    public string? ResourceVersion { get; init; }

    public PropagationPolicy Propagation { get; init; } = PropagationPolicy.Background;

    /// <summary>Whole seconds that a pod may take to end; null for the object's own.</summary>
    public TimeSpan? GracePeriod { get; init; }

    /// <summary>Everything but deleting.</summary>
    public bool DryRun { get; init; }

    internal ReadOnlyMemory<byte> ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("kind"u8, "DeleteOptions"u8);
        json.WriteString("apiVersion"u8, "v1"u8);
        json.WriteString("propagationPolicy"u8, Propagation.ToString());
        if (GracePeriod is { } grace) json.WriteNumber("gracePeriodSeconds"u8, (long)grace.TotalSeconds);
        if (DryRun)
        {
            json.WriteStartArray("dryRun"u8);
            json.WriteStringValue("All"u8);
            json.WriteEndArray();
        }
        if (Uid is not null || ResourceVersion is not null)
        {
            json.WriteStartObject("preconditions"u8);
            if (Uid is not null) json.WriteString("uid"u8, Uid);
            if (ResourceVersion is not null) json.WriteString("resourceVersion"u8, ResourceVersion);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
