using System.Globalization;
using GitOps.Kubernetes.Writing;

namespace GitOps.Kubernetes.Logs;

/// <summary>Which lines of a container's log.</summary>
public sealed record LogOptions
{
    public static LogOptions Default { get; } = new();

    /// <summary>Needed where the pod has several.</summary>
    public string? Container { get; init; }

    /// <summary>Goes on as lines are written.</summary>
    public bool Follow { get; init; }

    /// <summary>Only the last so many lines; null for all.</summary>
    public int? TailLines { get; init; }

    /// <summary>Only lines of the last so much time, in whole seconds; null for all.</summary>
    public TimeSpan? Since { get; init; }

    /// <summary>Ends after so many bytes; null for all.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>Each line starts with its time (RFC 3339).</summary>
    public bool Timestamps { get; init; }

    /// <summary>Of the container's last life instead of this one.</summary>
    public bool Previous { get; init; }

    internal string Query() => QueryText.Start()
        .Add("container", Container)
        .Add("follow", Follow ? "true" : null)
        .Add("tailLines", TailLines?.ToString(CultureInfo.InvariantCulture))
        .Add("sinceSeconds", Since is { } since ? Math.Max(1, (long)since.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null)
        .Add("limitBytes", LimitBytes?.ToString(CultureInfo.InvariantCulture))
        .Add("timestamps", Timestamps ? "true" : null)
        .Add("previous", Previous ? "true" : null)
        .ToString();
}
