using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Kubelet;

/// <summary>Settings of the simulated runtime.</summary>
public sealed record SimulationOptions
{
    /// <summary>From the assignment of a pod until it is ready. Default: 50 ms; zero or more.</summary>
    public TimeSpan StartDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long containers take to end, at most the grace period of the pod. Default: none.</summary>
    public TimeSpan StopDelay { get; init; }

    /// <summary>
    /// Which images do not run; the first that matches counts. Default: a tag that contains <c>broken</c> cannot be pulled,
    /// one that contains <c>crash</c> ends right after its start.
    /// </summary>
    public IReadOnlyList<ImageFailure> Failures { get; init; } =
    [
        new(new Regex(@":[^/]*broken", RegexOptions.CultureInvariant), ImageFailure.ImagePullBackOff),
        new(new Regex(@":[^/]*crash", RegexOptions.CultureInvariant), ImageFailure.CrashLoopBackOff),
    ];
}
