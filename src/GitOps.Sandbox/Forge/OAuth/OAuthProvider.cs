using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>
/// Applications, the consent of users, and the tokens that follow from it. As in Gitea tokens are signed and not kept: a token is good
/// while its grant is there. All of it is in memory: a restart of the forge ends what was granted.
/// </summary>
internal sealed class OAuthProvider(MetadataStore store, TimeProvider time)
{
    /// <summary>As in Gitea by default.</summary>
    private static readonly TimeSpan AccessLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan RefreshLifetime = TimeSpan.FromHours(730);
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(5);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<long, OAuthApplication> _applications = new();
    private readonly ConcurrentDictionary<long, OAuthGrant> _grants = new();
    private readonly ConcurrentDictionary<string, AuthorizationCode> _codes = new();

    // Gitea's first three are its own.
    private long _lastApplication = 3;
    private long _lastGrant;

    /// <summary>Shortens the life of access tokens, for tests.</summary>
    public TimeSpan? AccessTokenLifetime { get; set; }

    public IReadOnlyList<OAuthApplication> Of(long ownerId) => [.. _applications.Values.Where(application => application.OwnerId == ownerId).OrderByDescending(application => application.Id)];

    public OAuthApplication? Application(string? clientId) => _applications.Values.FirstOrDefault(application => application.ClientId == clientId);

    public OAuthApplication Add(long ownerId, string name, string clientId, string secret, bool isConfidential, IReadOnlyList<string> redirectUris)
    {
        var created = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var application = new OAuthApplication(Interlocked.Increment(ref _lastApplication), ownerId, name, clientId, AccessToken.HashOf(secret), isConfidential, redirectUris, created);
        return _applications[application.Id] = application;
    }

    public bool Remove(long ownerId, long id)
    {
        if (!_applications.TryGetValue(id, out var application) || application.OwnerId != ownerId) return false;
        foreach (var grant in _grants.Values.Where(grant => grant.ApplicationId == id)) _grants.TryRemove(grant.Id, out _);
        return _applications.TryRemove(id, out _);
    }

    /// <summary>A user consents; what the browser takes back to the application.</summary>
    public string Grant(OAuthApplication application, Account account, string scope, string redirectUri, string challenge)
    {
        // What OpenID Connect asks for is no scope of the API; without another a token may do everything.
        string[] scopes = [.. scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(TokenScope.IsValid)];
        if (scopes.Length == 0) scopes = [TokenScope.All];
        var known = _grants.Values.FirstOrDefault(grant => grant.ApplicationId == application.Id && grant.AccountId == account.Id);
        var grant = new OAuthGrant(known?.Id ?? Interlocked.Increment(ref _lastGrant), application.Id, account.Id, scopes);
        _grants[grant.Id] = grant;
        var code = $"gta_{RandomNumberGenerator.GetHexString(52, lowercase: true)}";
        _codes[code] = new AuthorizationCode(grant.Id, redirectUri, challenge, time.GetUtcNow() + CodeLifetime);
        return code;
    }

    /// <summary>A user takes their consent back; all tokens of it end.</summary>
    public void Revoke(long accountId)
    {
        foreach (var grant in _grants.Values.Where(grant => grant.AccountId == accountId)) _grants.TryRemove(grant.Id, out _);
    }

    /// <exception cref="OAuthException">It is refused.</exception>
    public OAuthTokensBody Redeem(string clientId, string secret, string code, string redirectUri, string verifier)
    {
        var application = Check(clientId, secret, "unauthorized_client");
        if (redirectUri.Length > 0 && !application.RedirectUris.Contains(redirectUri)) throw new OAuthException("unauthorized_client", "unexpected redirect URI");
        if (!_codes.TryRemove(code, out var known)) throw new OAuthException("unauthorized_client", "client is not authorized");
        if (known.Expires < time.GetUtcNow()) throw new OAuthException("invalid_grant", "authorization code expired");
        if (known.Challenge.Length > 0 && Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) != known.Challenge)
            throw new OAuthException("unauthorized_client", "failed PKCE code challenge");
        if (known.RedirectUri != redirectUri) throw new OAuthException("invalid_grant", "redirect_uri differs from the original authorization request");
        if (!_grants.TryGetValue(known.GrantId, out var grant) || grant.ApplicationId != application.Id) throw new OAuthException("invalid_grant", "invalid grant");
        return Tokens(grant);
    }

    /// <exception cref="OAuthException">It is refused.</exception>
    public OAuthTokensBody Refresh(string clientId, string secret, string refreshToken)
    {
        var application = Check(clientId, secret, "invalid_client");
        if (GrantOf(refreshToken, "refresh") is not { } id) throw new OAuthException("unauthorized_client", "unable to parse refresh token");
        if (!_grants.TryGetValue(id, out var grant)) throw new OAuthException("invalid_grant", "grant does not exist");
        if (grant.ApplicationId != application.Id) throw new OAuthException("invalid_grant", "refresh token belongs to a different client");
        return Tokens(grant);
    }

    /// <summary>The owner of an access token and what it may do; null for any other text.</summary>
    public AccessToken? Find(string secret) =>
        GrantOf(secret, "access") is { } id && _grants.TryGetValue(id, out var grant)
            ? new AccessToken { Id = 0, OwnerId = grant.AccountId, Name = "OAuth2", Hash = "", LastEight = "", Scopes = grant.Scopes, Created = time.GetUtcNow() }
            : null;

    private OAuthApplication Check(string clientId, string secret, string error)
    {
        var application = Application(clientId) ?? throw new OAuthException("invalid_client", $"cannot load client with client id: '{clientId}'");
        if (application.IsConfidential && AccessToken.HashOf(secret) != application.SecretHash)
            throw new OAuthException(error, secret.Length == 0 ? "invalid empty client secret" : "invalid client secret");
        return application;
    }

    private OAuthTokensBody Tokens(OAuthGrant grant)
    {
        var lifetime = AccessTokenLifetime ?? AccessLifetime;
        return new OAuthTokensBody(Issue(grant, "access", lifetime), "bearer", (long)lifetime.TotalSeconds, Issue(grant, "refresh", RefreshLifetime));
    }

    private string Issue(OAuthGrant grant, string kind, TimeSpan lifetime)
    {
        var expires = (time.GetUtcNow() + lifetime).ToUnixTimeMilliseconds();
        var payload = string.Create(CultureInfo.InvariantCulture, $"{grant.Id}:{kind}:{expires}:{RandomNumberGenerator.GetHexString(16)}");
        return $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(payload))}.{Signature(payload)}";
    }

    private long? GrantOf(string token, string kind)
    {
        if (token.Split('.') is not [var encoded, var signature] || !Base64Url.IsValid(encoded)) return null;
        var payload = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(encoded));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Signature(payload)), Encoding.ASCII.GetBytes(signature))) return null;
        var parts = payload.Split(':');
        if (parts[1] != kind || long.Parse(parts[2], CultureInfo.InvariantCulture) < time.GetUtcNow().ToUnixTimeMilliseconds()) return null;
        var id = long.Parse(parts[0], CultureInfo.InvariantCulture);
        return _grants.TryGetValue(id, out var grant) && store.Accounts.Find(grant.AccountId) is null ? null : id;
    }

    private string Signature(string payload) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(payload)));
}
