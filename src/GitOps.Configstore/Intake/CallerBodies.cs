using System.Net;
using GitOps.Configstore.Access;

namespace GitOps.Configstore.Intake;

/// <summary>Bodies of callers who are known, each of whom is a sender; where nobody is asked who they are, each address.</summary>
public sealed class CallerBodies(ConfigstoreSettings settings, TimeProvider time)
{
    private const long Capacity = 32 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly BodyPool _pool = new(Capacity, Patience, time);

    /// <inheritdoc cref="BodyPool.ReadAsync"/>
    public Task<byte[]> ReadAsync(HttpContext context, int maxBytes, CancellationToken cancellation) =>
        _pool.ReadAsync(context, SenderOf(context), maxBytes, cancellation);

    private object SenderOf(HttpContext context) => settings.Authentication != AuthenticationMode.Off && context.Features.Get<Caller>() is { } caller
        ? caller.Name
        : context.Connection.RemoteIpAddress ?? IPAddress.None;
}
