using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using GitOps.Gitea.Errors;
using GitOps.Gitea.OAuth;

namespace GitOps.Configstore.Access.Login;

/// <summary>
/// The callers who have signed in with a browser. Their session is in their cookie; here only what the next moment needs is kept: the
/// refreshed session of those whose browser has several requests under way with the old one.
/// </summary>
public sealed class Sessions(LoginCookies cookies, OAuthClient? oauth, CallerDirectory callers, SignOuts signOuts, ConfigstoreSettings settings, TimeProvider time)
{
    private const int MaxRefreshed = 1_000;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (long At, Lazy<Task<Session?>> Session)> _refreshed = new();

    /// <summary>Who the session of a request belongs to, renewed when it has expired; null without one that is still good.</summary>
    /// <exception cref="ForeignOriginException">It would change something, and no page of ours asks.</exception>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    /// <exception cref="TooManyFailuresException">Gitea was not asked: too many wrong credentials came from there.</exception>
    public async Task<Caller?> FindAsync(HttpContext context)
    {
        if (oauth is null || cookies.ReadSession(context.Request) is not { } session) return null;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !SameOrigin.Is(context.Request, settings.PublicUrl))
            throw new ForeignOriginException(settings.PublicUrl);
        // Before it is renewed: what has ended is ended for its refresh token, too.
        if (session.Begun + settings.SessionLifetime <= time.GetUtcNow() || await signOuts.IsEndedAsync(session))
        {
            if (!context.Response.HasStarted) cookies.Forget(context.Response, cookies.SessionName);
            return null;
        }
        if (session.Expires - Margin <= time.GetUtcNow())
        {
            // An answer that has begun cannot give the browser its new session: streams end here, and go on with the next request.
            if (context.Response.HasStarted) return null;
            if (await RefreshAsync(oauth, session) is not { } renewed || !cookies.TryWrite(context.Response, renewed))
            {
                cookies.Forget(context.Response, cookies.SessionName);
                return null;
            }
            session = renewed;
        }
        var caller = await callers.FindAsync(session.AccessToken, context.Connection.RemoteIpAddress);
        if (caller is not null) context.Features.Set(session);
        else if (!context.Response.HasStarted) cookies.Forget(context.Response, cookies.SessionName);
        return caller;
    }

    /// <summary>Once for all requests that come with the same old session: Gitea may take a refresh token once only.</summary>
    private async Task<Session?> RefreshAsync(OAuthClient client, Session old)
    {
        foreach (var (key, known) in _refreshed)
        {
            if (_refreshed.Count > MaxRefreshed || time.GetElapsedTime(known.At) > Kept) _refreshed.TryRemove(KeyValuePair.Create(key, known));
        }
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(old.RefreshToken)));
        var entry = _refreshed.GetOrAdd(hash, _ => (time.GetTimestamp(), new(() => AskAsync(client, old))));
        try
        {
            return await entry.Session.Value;
        }
        catch
        {
            // A failure is no answer: the next request asks again.
            _refreshed.TryRemove(KeyValuePair.Create(hash, entry));
            throw;
        }
    }

    private async Task<Session?> AskAsync(OAuthClient client, Session old)
    {
        try
        {
            var tokens = await client.RefreshAsync(old.RefreshToken, CancellationToken.None);
            return old with { AccessToken = tokens.AccessToken, RefreshToken = tokens.RefreshToken, Expires = time.GetUtcNow() + tokens.ExpiresIn };
        }
        catch (OAuthRefusedException)
        {
            return null;
        }
    }
}
