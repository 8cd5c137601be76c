using GitOps.Model.Names;

namespace GitOps.Engine.Redis;

/// <summary>
/// The users of gateways in the shared Redis, as the engine wants them. Redis forgets users when it starts anew, so what was asked for
/// is remembered and made true again while <see cref="KeepAsync"/> runs. Asking for what is true already costs nothing. Thread-safe.
/// </summary>
public interface IRedisUsers
{
    /// <summary>Makes the user, or changes it, and keeps it from now on, even if this fails.</summary>
    /// <exception cref="RedisUnavailableException">Redis did not take it; it will be made as soon as Redis does.</exception>
    ValueTask EnsureAsync(RedisUser user, CancellationToken cancellationToken);

    /// <summary>Whether this user is kept: it was made, or will be without being asked for again.</summary>
    bool IsKept(RedisUser user);

    /// <summary>Removes the environment's user if there is one: now, or as soon as Redis can be reached. What it stored stays.</summary>
    ValueTask RemoveAsync(EnvironmentKey environment, CancellationToken cancellationToken);

    /// <summary>Forgets what was asked for before, and keeps true what is asked for from now on, until cancelled. Never throws but for that.</summary>
    Task KeepAsync(CancellationToken cancellationToken);
}
