namespace GitOps.Model.Components;

/// <summary>How to find out whether a container is ready. Times in seconds.</summary>
public sealed record Probe
{
    public required int Port { get; init; }

    /// <summary>Path to ask for over HTTP; null only connects to the port.</summary>
    public string? HttpPath { get; init; }

    public required int InitialDelay { get; init; }

    public int Period { get; init; } = 10;

    public int Timeout { get; init; } = 10;

    public int SuccessThreshold { get; init; } = 1;

    public int FailureThreshold { get; init; } = 3;
}
