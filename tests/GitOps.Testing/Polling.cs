using System.Diagnostics;
using NUnit.Framework.Constraints;

namespace GitOps.Testing;

/// <summary>One repeated observation of the world: when it was made, and what it showed.</summary>
internal sealed class Polling<T>(Func<Task<T>> read, IResolveConstraint expected)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly IConstraint _constraint = expected.Resolve();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TimeSpan _pause = ShortestPause;

    public TimeSpan Elapsed => _clock.Elapsed;

    public int Attempts { get; private set; }

    public T? Value { get; private set; }

    /// <summary>What the last reading looked like when it was not as expected.</summary>
    public string Shortfall { get; private set; } = "  nothing was read";

    /// <summary>Reads once. A reading that throws, or that does not end before the deadline, does not match.</summary>
    public async Task<bool> MatchesAsync(TimeSpan within, CancellationToken cancellation)
    {
        Attempts++;
        try
        {
            var left = within - _clock.Elapsed;
            Value = await read().WaitAsync(left > LongestPause ? left : LongestPause, cancellation);
        }
        catch (TimeoutException timeout) when (_clock.Elapsed >= within)
        {
            Shortfall = $"  The last reading did not end in time.{Environment.NewLine}  {timeout.Message}";
            return false;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Shortfall = $"  The last reading failed: {error}";
            return false;
        }

        var result = _constraint.ApplyTo(Value!);
        if (result.IsSuccess)
        {
            return true;
        }

        using var writer = new NUnit.Framework.Internal.TextMessageWriter();
        result.WriteMessageTo(writer);
        Shortfall = writer.ToString().TrimEnd();
        return false;
    }

    /// <summary>Pauses between two readings: short at first, so that a fast test stays fast.</summary>
    public async Task PauseAsync(CancellationToken cancellation)
    {
        await Task.Delay(_pause, cancellation);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
    }
}
