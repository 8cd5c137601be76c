namespace GitOps.Benchmarks.Measuring;

/// <summary>Order statistics of a set of timings, in milliseconds.</summary>
public sealed record Percentiles(int Count, double Minimum, double P50, double P90, double P99, double Maximum)
{
    /// <summary>Nearest-rank percentiles: every figure is one that was measured.</summary>
    public static Percentiles Of(IEnumerable<TimeSpan> timings)
    {
        var sorted = timings.Select(timing => timing.TotalMilliseconds).Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("There is nothing to rank.", nameof(timings));
        double Rank(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
        return new Percentiles(sorted.Length, sorted[0], Rank(0.50), Rank(0.90), Rank(0.99), sorted[^1]);
    }

    public override string ToString() => $"p50 {P50:0.0} ms, p99 {P99:0.0} ms (min {Minimum:0.0}, max {Maximum:0.0}, n {Count})";
}
