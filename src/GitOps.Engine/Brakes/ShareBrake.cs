using GitOps.Model.Names;

namespace GitOps.Engine.Brakes;

/// <summary>
/// Holds removals back when more environments would lose components than <see cref="BrakeLimits"/> allow, whatever the cause: producers
/// that vanish, documents that switch off, gateways that disappear. A fault upstream can so never empty the cluster. What is held stays
/// held until an operator releases it, or its reason goes away. Thread-safe.
/// </summary>
public sealed class ShareBrake(BrakeLimits limits, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EnvironmentKey, long> _recent = [];
    private readonly Dictionary<EnvironmentKey, Hold> _holds = [];
    private readonly HashSet<EnvironmentKey> _released = [];

    /// <summary>Grows with every change of what is counted, held or released.</summary>
    public long Version { get; private set; }

    /// <summary>An operator released this environment: it may go on. Raised outside of the lock.</summary>
    public event Action<EnvironmentKey>? Released;

    public IReadOnlyList<Hold> Holds
    {
        get { lock (_gate) return [.. _holds.Values.OrderBy(hold => hold.Environment)]; }
    }

    public int HoldCount
    {
        get { lock (_gate) return _holds.Count; }
    }

    /// <summary>Asks whether <paramref name="environment"/> may lose what it would lose. Asking again does not count twice.</summary>
    /// <param name="environment">Whose objects would go.</param>
    /// <param name="why">Why they would go; part of the hold.</param>
    /// <param name="population">Environments that have objects now.</param>
    /// <returns>Null when it may; else the hold.</returns>
    public Hold? Ask(EnvironmentKey environment, string why, int population) => AskAll([environment], why, population) is [var hold, ..] ? hold : null;

    /// <summary>Asks for several at once: they pass or are held together, so that none slips through because it came first.</summary>
    /// <param name="environments">Whose objects would go.</param>
    /// <param name="why">Why they would go; part of the hold.</param>
    /// <param name="population">Environments that have objects now.</param>
    /// <param name="alsoGoing">What is about to ask for the same reason, and counts already: what vanishes together is judged together, whichever is first.</param>
    public IReadOnlyList<Hold> AskAll(
        IReadOnlyCollection<EnvironmentKey> environments, string why, int population, IReadOnlyCollection<EnvironmentKey>? alsoGoing = null)
    {
        lock (_gate)
        {
            ForgetOld();
            var asking = environments.Where(key => !_released.Contains(key) && !_recent.ContainsKey(key)).ToList();
            // Those that were held before count too: else every new window would let a few more through.
            var affected = asking.Union(_holds.Keys).Union(_recent.Keys).Union(alsoGoing ?? []).Count();
            var all = Math.Max(population, affected);
            var held = affected > limits.Count && affected > limits.Share * all;
            foreach (var key in asking)
            {
                if (_holds.ContainsKey(key)) continue;
                if (held) _holds.Add(key, new Hold(key, Describe(why, affected, all), time.GetUtcNow()));
                else _recent[key] = time.GetTimestamp();
                Version++;
            }
            return [.. asking.Where(_holds.ContainsKey).Select(key => _holds[key])];
        }
    }

    /// <summary>The environment has nothing to lose any more, or lost it: a hold or release of it is void.</summary>
    public void Withdraw(EnvironmentKey environment)
    {
        lock (_gate)
        {
            if (_holds.Remove(environment) | _released.Remove(environment)) Version++;
        }
    }

    /// <summary>Lets one held environment go on.</summary>
    /// <returns>False when it is not held.</returns>
    public bool Release(EnvironmentKey environment)
    {
        lock (_gate)
        {
            if (!_holds.Remove(environment)) return false;
            _released.Add(environment);
            Version++;
        }
        Released?.Invoke(environment);
        return true;
    }

    /// <summary>Lets all that is held now go on.</summary>
    /// <returns>What was held.</returns>
    public IReadOnlyList<Hold> ReleaseAll()
    {
        var released = Holds;
        foreach (var hold in released) Release(hold.Environment);
        return released;
    }

    /// <summary>All that must outlive this process.</summary>
    internal RemovalState Save(IReadOnlyList<SavedAbsence> absences)
    {
        lock (_gate)
        {
            ForgetOld();
            return new RemovalState(absences, [.. _recent.Select(loss => new SavedLoss(loss.Key, time.GetElapsedTime(loss.Value)))], [.. _holds.Values], [.. _released]);
        }
    }

    /// <summary>Adds what an earlier process counted, held and released. The time in which no process ran does not make a loss older.</summary>
    internal void Restore(RemovalState state)
    {
        lock (_gate)
        {
            foreach (var loss in state.Losses) _recent.TryAdd(loss.Environment, time.GetTimestamp() - (long)(loss.Age.TotalSeconds * time.TimestampFrequency));
            _released.UnionWith(state.Released);
            foreach (var hold in state.Holds.Where(hold => !_released.Contains(hold.Environment))) _holds.TryAdd(hold.Environment, hold);
        }
    }

    private string Describe(string why, int affected, int all) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{why}; held because {affected} of {all} environments would lose components within {limits.Window.TotalMinutes:0.#} min, more than {limits.Count} and more than {limits.Share:P0}");

    private void ForgetOld()
    {
        foreach (var (key, at) in _recent)
        {
            if (time.GetElapsedTime(at) > limits.Window) _recent.Remove(key);
        }
    }
}
