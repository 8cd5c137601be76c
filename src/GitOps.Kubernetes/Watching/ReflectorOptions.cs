using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Watching;

/// <summary>What a <see cref="Reflector"/> follows, and how patiently.</summary>
public sealed record ReflectorOptions
{
    public static ReflectorOptions Default { get; } = new();

    /// <summary>Such as <c>app.kubernetes.io/managed-by=gitops</c>; empty for all.</summary>
    public string LabelSelector { get; init; } = "";

    /// <summary>Such as <c>metadata.name=x</c>; empty for all.</summary>
    public string FieldSelector { get; init; } = "";

    /// <summary>
    /// Which objects are told of, by what never changes of them, such as their namespace; null for all. Nothing is kept of others: this
    /// is for what no selector can say.
    /// </summary>
    public Func<KubernetesObject, bool>? Counts { get; init; }

    /// <summary>Objects per page of a list. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>One watch request lasts about this long (up to a fifth less, so that many do not end at once). Default 5 min.</summary>
    public TimeSpan WatchDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A watch without a byte for so long counts as dead. Default 90 s.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>The wait after a first failure; doubles with each further one. Default 500 ms.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>No wait is longer. Default 30 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);
}
