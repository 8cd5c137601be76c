using System.Diagnostics.Metrics;
using GitOps.Actualizer.Operations;
using GitOps.Engine.Redis;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Redis;

/// <summary>
/// Keeps the gateways' users in a real Redis. They live in its memory, so after every reconnect, and every SLEEP_TIME, its list of users
/// is compared with what was asked for: one read, and writes only for what is missing. Users that it did not make are not touched; of its own it
/// removes only those that it was told to.
/// </summary>
public sealed class RedisUsers : IRedisUsers, IDisposable
{
    /// <summary>Commands under way at once.</summary>
    private const int Batch = 500;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RedisUser> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unwanted = new(StringComparer.Ordinal);
    private readonly RedisAdministration _redis;
    private readonly ConsumerIndexes _indexes;
    private readonly ActualizerSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisUsers> _log;
    private TaskCompletionSource _wake = NewSignal();
    private HashSet<string>? _found;
    private string? _failure;
    private bool _isIndexed;

    public RedisUsers(RedisAdministration redis, ConsumerIndexes indexes, ActualizerSettings settings, IMeterFactory meters, TimeProvider time, ILogger<RedisUsers> log)
    {
        (_redis, _indexes, _settings, _time, _log) = (redis, indexes, settings, time, log);
        _redis.Reconnected += Wake;
        var meter = meters.Create(ActualizerMetrics.MeterName);
        meter.CreateObservableGauge("gitops_redis_available", () => _failure is null && _found is not null ? 1 : 0, null, "1 while the shared Redis takes users of gateways.");
        meter.CreateObservableGauge("gitops_redis_users", () => Kept, null, "Users of gateways that are kept in the shared Redis.");
    }

    private int Kept
    {
        get { lock (_gate) return _kept.Count; }
    }

    public async ValueTask EnsureAsync(RedisUser user, CancellationToken cancellationToken)
    {
        await _redis.ConnectAsync(cancellationToken);
        Task sent;
        lock (_gate)
        {
            _unwanted.Remove(user.Name);
            if (_kept.TryGetValue(user.Name, out var known) && known == user && _made.Contains(user.Name)) return;
            _kept[user.Name] = user;
            _made.Remove(user.Name);
            // While Redis gives no answer the loop asks for all, rather than every environment for itself.
            if (_failure is { } failure) throw new RedisUnavailableException(failure);
            sent = SendAsync(user);
        }
        await sent.WaitAsync(cancellationToken);
    }

    public bool IsKept(RedisUser user)
    {
        lock (_gate) return _kept.TryGetValue(user.Name, out var known) && known == user;
    }

    public async ValueTask RemoveAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        var name = RedisUser.NameOf(environment);
        Task sent;
        lock (_gate)
        {
            // What was asked for may be on its way, and a list that was read before does not show it.
            var wasWanted = _kept.Remove(name) | _made.Remove(name);
            if (_found is not null && !wasWanted && !_found.Contains(name)) return;
            _unwanted.Add(name);
            if (_failure is not null || _found is null) return;
            sent = DeleteAsync(name);
        }
        try
        {
            await sent.WaitAsync(cancellationToken);
        }
        catch (RedisUnavailableException)
        {
            // It is remembered, and removed once Redis answers again; the loop says what is wrong.
            Wake();
        }
    }

    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _kept.Clear();
            _made.Clear();
            _unwanted.Clear();
            _found = null;
            _isIndexed = false;
        }
        while (!cancellationToken.IsCancellationRequested)
        {
            var woken = _wake.Task;
            await CompareAsync(cancellationToken);
            await Task.WhenAny(woken, Task.Delay(_failure is null ? _settings.SleepTime : Retry, _time, cancellationToken));
        }
    }

    public void Dispose() => _redis.Reconnected -= Wake;

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Wake() => Interlocked.Exchange(ref _wake, NewSignal()).TrySetResult();

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _redis.ConnectAsync(cancellationToken);
            var isFirst = _found is null;
            var found = ((string[])(await _redis.SendAsync("ACL", "USERS"))!).Where(name => name.StartsWith(RedisUser.NamePrefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
            await MakeMissingAsync(found);
            await RemoveUnwantedAsync();
            if (_failure is not null) _log.LogInformation("Redis takes users of gateways again: {Users} are kept.", Kept);
            if (isFirst) await WarnOfOpenDoorAsync();
            lock (_gate) (_found, _failure) = (found, null);
            if (!_isIndexed) await _indexes.FillAsync(cancellationToken);
            _isIndexed = true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The loop ends.
        }
        catch (Exception error)
        {
            // The loop's edge: what fails is tried again.
            var reason = error is RedisUnavailableException ? error.Message : $"An error of the actualizer ({error.GetType().Name}); its log has the details.";
            if (_failure != reason) _log.LogWarning(error is RedisUnavailableException ? null : error, "Users of gateways cannot be kept, tried again every {Retry}: {Reason} Gateways that run keep running; new and changed ones wait.", Retry, reason);
            lock (_gate) _failure = reason;
        }
    }

    private async Task MakeMissingAsync(HashSet<string> found)
    {
        List<RedisUser> missing;
        lock (_gate)
        {
            _made.RemoveWhere(name => !found.Contains(name));
            missing = [.. _kept.Values.Where(user => !_made.Contains(user.Name))];
        }
        foreach (var batch in missing.Chunk(Batch))
        {
            List<Task> sent;
            lock (_gate) sent = [.. batch.Where(user => _kept.GetValueOrDefault(user.Name) == user).Select(SendAsync)];
            await Task.WhenAll(sent);
        }
        if (missing.Count > 0) _log.LogInformation("{Count} users of gateways were made in Redis, which did not have them.", missing.Count);
    }

    private async Task RemoveUnwantedAsync()
    {
        List<Task> sent;
        // Also what the list does not show: it may have been made since, and removing what is not there does no harm.
        lock (_gate) sent = [.. _unwanted.ToArray().Select(DeleteAsync)];
        await Task.WhenAll(sent);
    }

    /// <summary>Called with the gate held, so that what is sent is in the order of what is remembered.</summary>
    private async Task SendAsync(RedisUser user)
    {
        await _redis.SendAsync("ACL", ["SETUSER", user.Name, .. user.Rules()]);
        lock (_gate)
        {
            if (_kept.GetValueOrDefault(user.Name) == user) _made.Add(user.Name);
        }
    }

    /// <inheritdoc cref="SendAsync"/>
    private async Task DeleteAsync(string name)
    {
        await _redis.SendAsync("ACL", "DELUSER", name);
        lock (_gate)
        {
            _unwanted.Remove(name);
            _found?.Remove(name);
        }
    }

    /// <summary>Users keep nobody out while everybody gets in without one.</summary>
    private async Task WarnOfOpenDoorAsync()
    {
        var fields = (await _redis.SendAsync("ACL", "GETUSER", "default")).ToDictionary();
        var flags = fields.TryGetValue("flags", out var found) ? (string[])found! : [];
        if (flags.Contains("on") && flags.Contains("nopass"))
            _log.LogWarning("Redis lets everybody in without a password, tenants' gateways too: give its default user one (CONFIG SET requirepass), or switch it off (ACL SETUSER default off).");
        else if (_settings.RedisAdminPassword.Length == 0)
            _log.LogWarning("The administrator of Redis signs in with REDIS_PASSWORD, which gateways of the predecessor hold: set another as REDIS_ADMIN_PASSWORD, as the README says.");
    }
}
