using System.Net;
using System.Text.Json;
using GitOps.Gitea.Errors;

namespace GitOps.Gitea.OAuth;

/// <summary>
/// Gitea as an OAuth 2 provider (https://docs.gitea.com/development/oauth2-provider), for one of its applications: sends users there and
/// redeems what they come back with. No call is repeated: a code, and by setting a refresh token, is good once. Safe for threads.
/// </summary>
public sealed class OAuthClient : IDisposable
{
    /// <summary>Tokens are a few hundred bytes.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly string _clientId;
    private readonly string _clientSecret;
    private readonly Uri _browserUrl;
    private readonly HttpClient _http;

    /// <param name="gitea">Where Gitea is, and how long it may take to answer.</param>
    /// <param name="clientId">Of the application.</param>
    /// <param name="clientSecret">Of the application.</param>
    /// <param name="browserUrl">Where browsers reach Gitea; null for the same address.</param>
    public OAuthClient(GiteaOptions gitea, string clientId, string clientSecret, Uri? browserUrl = null)
    {
        (_clientId, _clientSecret) = (clientId, clientSecret);
        _browserUrl = browserUrl ?? gitea.BaseUrl!;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = new Uri(gitea.BaseUrl!.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = gitea.AttemptTimeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>Where to send a browser.</summary>
    /// <param name="redirectUri">Where Gitea sends it back to, with <c>code</c> and <c>state</c>; registered with the application.</param>
    /// <param name="state">Comes back unchanged.</param>
    /// <param name="challenge">SHA-256 of the verifier, Base64 for URLs (RFC 7636, S256).</param>
    /// <param name="scope">Of the tokens, with blanks between; Gitea before 1.23 gives all.</param>
    public Uri AuthorizeUrl(Uri redirectUri, string state, string challenge, string scope) => new(
        $"{_browserUrl.AbsoluteUri.TrimEnd('/')}/login/oauth/authorize?response_type=code&client_id={Uri.EscapeDataString(_clientId)}"
        + $"&redirect_uri={Uri.EscapeDataString(redirectUri.AbsoluteUri)}&scope={Uri.EscapeDataString(scope)}"
        + $"&state={Uri.EscapeDataString(state)}&code_challenge={Uri.EscapeDataString(challenge)}&code_challenge_method=S256");

    /// <exception cref="OAuthRefusedException">Gitea gives no tokens for it.</exception>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public Task<OAuthTokens> RedeemAsync(string code, Uri redirectUri, string verifier, CancellationToken cancellation) => AskAsync(
        "redeem the code of a login",
        new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri.AbsoluteUri, ["code_verifier"] = verifier },
        cancellation);

    /// <exception cref="OAuthRefusedException">Gitea gives no tokens for it: the grant was revoked, or it was used before.</exception>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public Task<OAuthTokens> RefreshAsync(string refreshToken, CancellationToken cancellation) => AskAsync(
        "renew a login", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken }, cancellation);

    public void Dispose() => _http.Dispose();

    public override string ToString() => $"application {_clientId} of Gitea at {_http.BaseAddress}";

    private async Task<OAuthTokens> AskAsync(string action, Dictionary<string, string> form, CancellationToken cancellation)
    {
        form["client_id"] = _clientId;
        form["client_secret"] = _clientSecret;
        try
        {
            using var body = new FormUrlEncodedContent(form);
            using var response = await _http.PostAsync("login/oauth/access_token", body, cancellation);
            var answer = await ReadAsync(response, cancellation);
            if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized && answer?.Error is { } error)
                throw new OAuthRefusedException($"Gitea did not {action}: {error}, {answer.ErrorDescription}.");
            if (response.IsSuccessStatusCode && answer is { AccessToken.Length: > 0, RefreshToken.Length: > 0, ExpiresIn: > 0 })
                return new OAuthTokens(answer.AccessToken, answer.RefreshToken, TimeSpan.FromSeconds(answer.ExpiresIn));
            throw new GiteaUnavailableException(
                $"Could not {action}: Gitea answered {(int)response.StatusCode}, which is no answer of a token endpoint. Check that its OAuth2 provider is enabled ([oauth2] ENABLED) and its address right.")
            { Status = response.StatusCode };
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new GiteaUnavailableException($"Could not {action}: Gitea at {_http.BaseAddress} gave no answer. Check that it is up.", failure);
        }
    }

    private static async Task<OAuthAnswer?> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), OAuthJson.Default.OAuthAnswer);
        }
        catch (JsonException)
        {
            // Pages of proxies and of Gitea itself: the status says what there is to say.
            return null;
        }
    }
}
