using System.Net;
using GitOps.Configstore.Access;
using GitOps.Configstore.Intake;

namespace GitOps.Configstore.Webhooks;

/// <summary>
/// Reads bodies of who is not believed yet: anybody can send them, and their signature shows only when they are there whole. So they share
/// little memory and have little time, and of a source of which too many were wrong, too slow or broken off, none is read for a while. Each
/// source pays for itself: Gitea's own come at once and are right, whatever others send. What is refused here, the next scan finds.
/// </summary>
public sealed class WebhookIntake(ConfigstoreSettings settings, TimeProvider time, ILogger<WebhookIntake> logger)
{
    private const int MaxFailures = 20;
    private const int MaxSources = 10_000;

    /// <summary>Bodies of one source at one time; Gitea's senders are ten unless told otherwise.</summary>
    private const int MaxUnderWay = 32;

    /// <summary>In which Gitea sends some kilobytes: its own patience with us is 5 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly BodyPool _pool = new(Math.Max(8L * 1024 * 1024, 2L * settings.WebhookMaxBytes), Patience, time);
    private readonly Dictionary<IPAddress, (long Since, int Count)> _failures = [];
    private readonly Dictionary<IPAddress, int> _underWay = [];
    private readonly Lock _lock = new();

    /// <summary>The body, once it is here whole and believed.</summary>
    /// <exception cref="WebhookRefusedException">It is not.</exception>
    public async Task<byte[]> ReadAsync(HttpContext context, Func<byte[], bool> isGenuine, CancellationToken cancellation)
    {
        var source = SourceAddress.Of(context.Connection.RemoteIpAddress);
        if (HeldUp(source) is { } left)
            throw new WebhookRefusedException("held-up", StatusCodes.Status429TooManyRequests, "Too many webhooks from this address were wrong.") { RetryAfter = left };
        if (!TryEnter(source))
            throw new WebhookRefusedException("crowded-out", StatusCodes.Status429TooManyRequests, "Too many webhooks from this address are on their way.") { RetryAfter = TimeSpan.FromSeconds(1) };
        try
        {
            return await ReadAsync(context, source, isGenuine, cancellation);
        }
        finally
        {
            Leave(source);
        }
    }

    private async Task<byte[]> ReadAsync(HttpContext context, IPAddress source, Func<byte[], bool> isGenuine, CancellationToken cancellation)
    {
        byte[] body;
        try
        {
            body = await _pool.ReadAsync(context, source, settings.WebhookMaxBytes, cancellation);
        }
        catch (BodyRefusedException refused)
        {
            // To have to make room is no fault of the one who does, nor is a push that is too large one of Gitea's.
            if (refused.Status == StatusCodes.Status408RequestTimeout) Failed(source);
            throw new WebhookRefusedException(
                refused.Status switch { StatusCodes.Status413PayloadTooLarge => "too-large", StatusCodes.Status408RequestTimeout => "too-slow", _ => "crowded-out" }, refused.Status, refused.Message);
        }
        catch (Exception broken) when (broken is BadHttpRequestException or IOException)
        {
            Failed(source);
            throw new WebhookRefusedException("malformed", StatusCodes.Status400BadRequest, "The body could not be read.");
        }
        if (isGenuine(body)) return body;
        Failed(source);
        throw new WebhookRefusedException("wrong-signature", StatusCodes.Status401Unauthorized, "The signature does not fit the body.");
    }

    private bool TryEnter(IPAddress source)
    {
        lock (_lock)
        {
            var count = _underWay.GetValueOrDefault(source);
            if (count >= MaxUnderWay) return false;
            _underWay[source] = count + 1;
            return true;
        }
    }

    private void Leave(IPAddress source)
    {
        lock (_lock)
        {
            if (--_underWay[source] == 0) _underWay.Remove(source);
        }
    }

    private TimeSpan? HeldUp(IPAddress source)
    {
        lock (_lock)
        {
            if (!_failures.TryGetValue(source, out var failures)) return null;
            var left = Window - time.GetElapsedTime(failures.Since);
            if (left <= TimeSpan.Zero) _failures.Remove(source);
            return left > TimeSpan.Zero && failures.Count >= MaxFailures ? left : null;
        }
    }

    private void Failed(IPAddress source)
    {
        lock (_lock)
        {
            // Everything is forgotten at once: whoever has so many addresses is not held up by a limit for each.
            if (_failures.Count >= MaxSources) _failures.Clear();
            var (since, count) = _failures.GetValueOrDefault(source, (time.GetTimestamp(), 0));
            _failures[source] = (since, count + 1);
            if (count + 1 == MaxFailures)
                logger.LogWarning("{Source} sent {Count} webhooks that were wrong, too slow or broken off; its next ones are not read for up to {Window}. Pushes are found by scans meanwhile", source, MaxFailures, Window);
        }
    }
}
