namespace GitOps.Sandbox.Kubelet;

/// <summary>Settings of a kubelet.</summary>
public sealed record KubeletOptions
{
    /// <summary>Name of the node that it registers. Default: <c>sandbox</c>.</summary>
    public string NodeName { get; init; } = "sandbox";

    /// <summary>Only pods of this namespace; empty (the default) for all.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Whether it also assigns pods that no scheduler has assigned. Default: true.</summary>
    public bool SchedulePods { get; init; } = true;

    /// <summary>Whether it tells what happens as Events. Default: true.</summary>
    public bool RecordEvents { get; init; } = true;

    /// <summary>How many pods it works on at once. Default: 16; at least 1.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>Wait before a lost connection or a failed write is tried again. Default: 1 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);
}
