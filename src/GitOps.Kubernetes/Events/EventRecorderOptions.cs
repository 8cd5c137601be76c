namespace GitOps.Kubernetes.Events;

/// <summary>In whose name events are recorded, and how repetitions are drawn together.</summary>
public sealed record EventRecorderOptions
{
    /// <summary>The program, qualified, such as <c>gitops.example/actualizer</c>.</summary>
    public required string Controller { get; init; }

    /// <summary>The instance of it, such as the pod's name.</summary>
    public required string Instance { get; init; }

    /// <summary>The same thing again within this time is counted on the event that is there. Default 6 min.</summary>
    public TimeSpan SeriesWindow { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>A count is written at most this often; the repetitions in between are written with the next. Default 10 s.</summary>
    public TimeSpan SeriesInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>At most so many different events are remembered for counting. Default 4096.</summary>
    public int MaxSeries { get; init; } = 4096;
}
