using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GitOps.Gitea.Errors;
using GitOps.Gitea.OAuth;

namespace GitOps.Configstore.Access.Login;

/// <summary>
/// <c>GET /login</c>, <c>GET /login/callback</c>, <c>POST /logout</c>: OAuth 2's authorization code grant with PKCE (RFC 6749, RFC 7636)
/// through Gitea. <c>GET /me</c>: who calls.
/// </summary>
public static class LoginRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static IEndpointRouteBuilder MapLogin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/login", Begin).WithSummary("Sends a browser to Gitea to sign in").AllowAnonymous();
        routes.MapGet("/login/callback", CompleteAsync).WithSummary("Where Gitea sends it back").AllowAnonymous();
        routes.MapPost("/logout", LogoutAsync).WithSummary("Ends a browser's session, or with ?everywhere=true all of its user's").AllowAnonymous();
        return routes;
    }

    /// <summary>Also below <c>/api</c>.</summary>
    public static IEndpointRouteBuilder MapMe(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/me", Me).WithSummary("Who calls, and how that is known").Produces<WhoAmI>().RequireAccess(Permission.Known);
        return routes;
    }

    private static IResult Begin(HttpContext context, LoginCookies cookies, ConfigstoreSettings settings, TimeProvider time)
    {
        if (context.RequestServices.GetService<OAuthClient>() is not { } oauth) return NotSetUp();
        var to = context.Request.Query["return_to"].ToString();
        if (to.Length == 0) to = ReturnPath.Default;
        if (!ReturnPath.IsLocal(to)) return Answers.BadRequest("return_to must be a path of the configstore, such as /producers: it begins with one slash and names no host.");
        var pending = new PendingLogin(Random(), Random(), to, time.GetUtcNow() + Patience);
        cookies.Write(context.Response, pending);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(pending.Verifier)));
        return Results.Redirect(oauth.AuthorizeUrl(Url(settings, "login/callback"), pending.State, challenge, settings.OAuthScopes).AbsoluteUri);
    }

    private static async Task<IResult> CompleteAsync(
        HttpContext context, LoginCookies cookies, SignInLimits limits, CallerDirectory callers, ConfigstoreSettings settings, TimeProvider time, ILogger<Session> logger, CancellationToken cancellation)
    {
        if (context.RequestServices.GetService<OAuthClient>() is not { } oauth) return NotSetUp();
        var query = context.Request.Query;
        if (cookies.ReadPending(context.Request) is not { } pending || pending.Expires < time.GetUtcNow() || !Same(pending.State, query["state"].ToString()))
            return Answers.BadRequest($"This is not the answer to a login of this browser, or it came too late. Begin at {Url(settings, "login")}.");
        cookies.Forget(context.Response, cookies.PendingName);
        if (query["error"].ToString() is { Length: > 0 } error)
            return Results.Problem($"Gitea did not let in: {error}. {query["error_description"]}", statusCode: StatusCodes.Status403Forbidden);
        try
        {
            var source = context.Connection.RemoteIpAddress;
            var tokens = await limits.TryAsync(source, () => RedeemAsync(oauth, query["code"].ToString(), Url(settings, "login/callback"), pending.Verifier, logger, cancellation));
            if (tokens is null || await callers.FindAsync(tokens.AccessToken, source) is not { } caller)
                return Results.Problem("Gitea does not know the code that it is said to have given, or its user may not sign in.", statusCode: StatusCodes.Status401Unauthorized);
            if (!cookies.TryWrite(context.Response, Session.Begin(tokens, caller.UserId, time.GetUtcNow())))
                return Results.Problem("Gitea's tokens are too long for a browser's cookie. Send a token of Gitea as a header instead.", statusCode: StatusCodes.Status500InternalServerError);
            logger.LogInformation("{Caller} signed in with a browser", caller);
            return Results.Redirect(pending.ReturnTo);
        }
        catch (TooManyFailuresException failure)
        {
            return Answers.TooMany(context, failure);
        }
        catch (GiteaException failure)
        {
            return Answers.TryLater(context, failure.Message);
        }
    }

    private static async Task<OAuthTokens?> RedeemAsync(OAuthClient oauth, string code, Uri callback, string verifier, ILogger logger, CancellationToken cancellation)
    {
        try
        {
            return await oauth.RedeemAsync(code, callback, verifier, cancellation);
        }
        catch (OAuthRefusedException refused)
        {
            logger.LogWarning("A login failed. {Reason}", refused.Message);
            return null;
        }
    }

    private static async Task<IResult> LogoutAsync(
        HttpContext context, LoginCookies cookies, SignOuts signOuts, ConfigstoreSettings settings, ILogger<Session> logger, CancellationToken cancellation, bool everywhere = false)
    {
        if (!SameOrigin.Is(context.Request, settings.PublicUrl)) return Answers.Forbidden(new ForeignOriginException(settings.PublicUrl).Message);
        // Without an application nothing is sealed by a secret.
        if (context.RequestServices.GetService<OAuthClient>() is not null && cookies.ReadSession(context.Request) is { } session)
        {
            try
            {
                await signOuts.EndAsync(session, everywhere, cancellation);
            }
            catch (GiteaException failure)
            {
                logger.LogWarning("The end of a session of user {User} could not be written into Gitea; only this process knows it until the logout is repeated: {Reason}", session.UserId, failure.Message);
                return Answers.TryLater(context, "The session is ended here, but Gitea, which tells the other replicas and the next start, could not be told. Log out again.");
            }
        }
        cookies.Forget(context.Response, cookies.SessionName);
        return Results.NoContent();
    }

    private static IResult Me(HttpContext context, ConfigstoreSettings settings)
    {
        var caller = context.GetCaller();
        var how = settings.Authentication == AuthenticationMode.Off ? "off" : caller.IsService ? "service" : context.Features.Get<Session>() is null ? "token" : "login";
        return Results.Json(new WhoAmI(caller.Name, caller.IsOperator || caller.IsService, how), LoginJson.Default.WhoAmI);
    }

    private static IResult NotSetUp() => Answers.NotFound("Login through Gitea is not set up here: it takes OAUTH_CLIENT_ID and OAUTH_CLIENT_SECRET. A token of Gitea as a header is taken.");

    private static Uri Url(ConfigstoreSettings settings, string path) => new($"{settings.PublicUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static bool Same(string expected, string shown) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(shown));
}
