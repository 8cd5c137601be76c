using System.Collections.Concurrent;
using GitOps.Engine.Redis;
using GitOps.Model.Names;

namespace GitOps.Sandbox.Hosting;

/// <summary>The users of a Redis that nobody connects to: the sandbox's gateways are simulated as well. Every user can be made, and none is ever lost.</summary>
internal sealed class SimulatedRedisUsers : IRedisUsers
{
    private readonly ConcurrentDictionary<string, RedisUser> _users = new(StringComparer.Ordinal);

    public ValueTask EnsureAsync(RedisUser user, CancellationToken cancellationToken)
    {
        _users[user.Name] = user;
        return ValueTask.CompletedTask;
    }

    public bool IsKept(RedisUser user) => _users.TryGetValue(user.Name, out var known) && known == user;

    public ValueTask RemoveAsync(EnvironmentKey environment, CancellationToken cancellationToken)
    {
        _users.TryRemove(RedisUser.NameOf(environment), out _);
        return ValueTask.CompletedTask;
    }

    public Task KeepAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
