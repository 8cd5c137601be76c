namespace GitOps.Sandbox.Kubelet;

/// <summary>How a container is: it waits for a reason, runs since a time, or has ended with a code.</summary>
public sealed record ContainerState(ContainerSpecification Container)
{
    /// <summary>Why it waits, such as <c>ImagePullBackOff</c>; null when it does not wait.</summary>
    public string? Waiting { get; init; }

    /// <summary>Says more about <see cref="Waiting"/>.</summary>
    public string? Message { get; init; }

    /// <summary>Null when it has not run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Null while it has not ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public int ExitCode { get; init; }

    public int Restarts { get; init; }

    public bool IsReady { get; init; }
}
