using GitOps.Model.Names;

namespace GitOps.Engine.Redis;

/// <summary>For a Redis that asks nobody for a password: there are no users to make, and none is asked for.</summary>
public sealed class NoRedisUsers : IRedisUsers
{
    public ValueTask EnsureAsync(RedisUser user, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"User {user.Name} is wanted of a Redis without users.");

    public bool IsKept(RedisUser user) => false;

    public ValueTask RemoveAsync(EnvironmentKey environment, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public Task KeepAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
