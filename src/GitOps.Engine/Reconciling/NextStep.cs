using GitOps.Engine.Queueing;
using GitOps.Model.Names;

namespace GitOps.Engine.Reconciling;

/// <summary>The one place that turns an outcome into what happens next.</summary>
public static class NextStep
{
    /// <returns>When the key comes again by itself; null when only a change, an operator or the next resync brings it back.</returns>
    public static TimeSpan? Schedule(KeyQueue<EnvironmentKey> queue, EnvironmentKey environment, Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Failed failed:
                return queue.AddWithBackoff(environment, failed.RetryAfter);
            case Outcome.Waiting waiting:
                queue.Forget(environment);
                queue.AddAfter(environment, waiting.After);
                return waiting.After;
            default:
                queue.Forget(environment);
                return null;
        }
    }
}
