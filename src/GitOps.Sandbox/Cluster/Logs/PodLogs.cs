using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace GitOps.Sandbox.Cluster.Logs;

/// <summary>What containers wrote: the last lines of each, given out again to <c>kubectl logs</c>.</summary>
public sealed class PodLogs
{
    private const int LinesPerContainer = 1000;
    private readonly ConcurrentDictionary<(string Uid, string Container), Log> _logs = new();

    /// <summary>Adds a line to a container's log.</summary>
    public void Append(string podUid, string container, PodLogLine line) =>
        _logs.GetOrAdd((podUid, container), static _ => new Log()).Append(line);

    /// <summary>Forgets a pod that has gone; whoever follows its logs is told the end.</summary>
    public void Forget(string podUid)
    {
        foreach (var key in _logs.Keys.Where(key => key.Uid == podUid))
        {
            if (_logs.TryRemove(key, out var log))
                log.Complete();
        }
    }

    /// <summary>The lines so far, and with <paramref name="follow"/> those to come.</summary>
    /// <param name="tail">Only so many of the lines so far; null for all that are kept.</param>
    public async IAsyncEnumerable<PodLogLine> ReadAsync(string podUid, string container, int? tail, bool follow,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var log = _logs.GetOrAdd((podUid, container), static _ => new Log());
        var (lines, next) = log.Read(tail);
        while (true)
        {
            foreach (var line in lines)
                yield return line;
            if (!follow || !await log.WaitAsync(next, cancellation))
                yield break;
            (lines, next) = log.Since(next);
        }
    }

    private sealed class Log
    {
        private readonly Lock _gate = new();
        private readonly Queue<PodLogLine> _lines = new();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _written;
        private bool _complete;

        public void Append(PodLogLine line)
        {
            TaskCompletionSource waiting;
            lock (_gate)
            {
                _lines.Enqueue(line);
                if (_lines.Count > LinesPerContainer)
                    _lines.Dequeue();
                _written++;
                waiting = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            waiting.SetResult();
        }

        public void Complete()
        {
            lock (_gate)
                _complete = true;
            _changed.TrySetResult();
        }

        public (IReadOnlyList<PodLogLine> Lines, long Next) Read(int? tail)
        {
            lock (_gate)
                return (tail is { } count ? _lines.TakeLast(count).ToArray() : [.. _lines], _written);
        }

        public (IReadOnlyList<PodLogLine> Lines, long Next) Since(long next)
        {
            lock (_gate)
                return (_lines.TakeLast((int)Math.Min(_written - next, _lines.Count)).ToArray(), _written);
        }

        /// <summary>False when nothing will be written any more.</summary>
        public async Task<bool> WaitAsync(long next, CancellationToken cancellation)
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (_written > next)
                        return true;
                    if (_complete)
                        return false;
                    changed = _changed.Task;
                }
                await changed.WaitAsync(cancellation);
            }
        }
    }
}
