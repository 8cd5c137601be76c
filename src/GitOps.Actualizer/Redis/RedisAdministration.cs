using GitOps.Engine.Composing;
using GitOps.Engine.Redis;
using StackExchange.Redis;

namespace GitOps.Actualizer.Redis;

/// <summary>
/// One connection to the shared Redis, signed in as its administrator, made when it is first needed and held: it reconnects by itself. What fails
/// says which Redis and why, in few words, and nothing of what was sent. Thread-safe; commands arrive in the order in which they were given.
/// </summary>
public sealed class RedisAdministration(CompositionSettings composition, ActualizerSettings settings) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _connection;

    /// <summary>Redis answers after it had not, or after a new start: what it knew of users may be gone. Comes from any thread.</summary>
    public event Action? Reconnected;

    /// <summary>Waits until the first try to connect has ended, well or not.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => Connection().WaitAsync(cancellationToken);

    /// <summary>Sends a command; <see cref="ConnectAsync"/> must have been waited for.</summary>
    /// <exception cref="RedisUnavailableException">There is no answer, or a refusal.</exception>
    public async Task<RedisResult> SendAsync(string command, params object[] arguments)
    {
        try
        {
            return await (await Connection()).GetDatabase().ExecuteAsync(command, arguments);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or RedisCommandException or ObjectDisposedException)
        {
            throw new RedisUnavailableException(Describe(error), error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection) await (await connection).DisposeAsync();
    }

    private Task<ConnectionMultiplexer> Connection()
    {
        lock (_gate) return _connection ??= OpenAsync();
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { { composition.RedisHost, composition.RedisPort } },
            User = settings.RedisAdminUser,
            Password = settings.ToRedisAdminPassword(),
            ClientName = "gitops-actualizer",
            AbortOnConnectFail = false,
            ConnectTimeout = (int)Patience.TotalMilliseconds,
            AsyncTimeout = (int)Patience.TotalMilliseconds,
            SyncTimeout = (int)Patience.TotalMilliseconds,
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(1000),
            // One connection to one database of one server, and nothing is subscribed to.
            CommandMap = CommandMap.Create(["SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "CLUSTER", "SENTINEL", "CONFIG", "SELECT"], available: false),
        };
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        connection.ConnectionRestored += (_, _) => Reconnected?.Invoke();
        return connection;
    }

    private string Describe(Exception error)
    {
        var redis = $"Redis at {composition.RedisHost}:{composition.RedisPort}";
        return error switch
        {
            RedisServerException refusal when refusal.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase) => $"{redis} has no users: version 6 or newer is needed.",
            RedisServerException refusal => $"{redis} refuses: {refusal.Message}",
            RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } or { InnerException: RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } } =>
                $"{redis} does not let user {settings.RedisAdminUser} in with REDIS_ADMIN_PASSWORD.",
            _ => $"{redis} gives no answer.",
        };
    }
}
