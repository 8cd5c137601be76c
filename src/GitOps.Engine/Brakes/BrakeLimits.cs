namespace GitOps.Engine.Brakes;

/// <summary>How much may go away by itself.</summary>
public sealed record BrakeLimits
{
    /// <summary>How long a producer or repository must be absent from complete listings before anything of it is removed.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Environments that may lose components within <see cref="Window"/> whatever their share.</summary>
    public int Count { get; init; } = 3;

    /// <summary>Share of all environments, 0 to 1, that may lose components within <see cref="Window"/>.</summary>
    public double Share { get; init; } = 0.2;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);
}
