using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GitOps.Sandbox.Forge.Metadata;
using GitOps.Sandbox.Forge.OAuth;

namespace GitOps.Sandbox.Forge.Access;

/// <summary>
/// Finds out who makes a request: <c>Authorization: token T</c>, <c>Bearer T</c>, Basic with a password or with a token
/// as user or password, or <c>?token=</c> and <c>?access_token=</c> as Gitea still takes them.
/// </summary>
internal sealed class Authenticator(MetadataStore store, OAuthProvider oauth)
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<long, (PasswordHash Password, byte[] Proof)> _proven = new();

    /// <exception cref="SignInException">Credentials were given and are wrong.</exception>
    public Caller Authenticate(HttpRequest request)
    {
        if (AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Parameter is { Length: > 0 } credentials)
        {
            return header.Scheme.ToUpperInvariant() switch
            {
                "TOKEN" or "BEARER" => ByToken(credentials) ?? throw new SignInException(),
                "BASIC" => ByBasic(credentials) ?? throw new SignInException(),
                _ => Caller.Anonymous,
            };
        }

        var query = request.Query["token"].FirstOrDefault() ?? request.Query["access_token"].FirstOrDefault();
        return string.IsNullOrEmpty(query) ? Caller.Anonymous : ByToken(query) ?? throw new SignInException();
    }

    /// <summary>The user of this name, when that is their password or a token of theirs.</summary>
    public Account? SignIn(string name, string password)
    {
        if (Active(store.Account(name)) is not { } account) return null;
        var isRight = ByToken(password)?.Account?.Id == account.Id || (account.Password is { } hash && Matches(account.Id, hash, password));
        return isRight ? account : null;
    }

    private Caller? ByToken(string secret) =>
        (store.Token(secret) ?? oauth.Find(secret)) is { } token && Active(store.Accounts.Find(token.OwnerId)) is { } owner ? new Caller(owner, token) : null;

    private Caller? ByBasic(string credentials)
    {
        string[] parts;
        try
        {
            parts = Encoding.UTF8.GetString(Convert.FromBase64String(credentials)).Split(':', 2);
        }
        catch (FormatException)
        {
            return null;
        }

        if (parts is not [var name, var password])
        {
            return null;
        }

        // git asks for a user and a password; people put the token in either place.
        if ((ByToken(password) ?? ByToken(name)) is { } owner)
        {
            return owner;
        }

        return Active(store.Account(name)) is { Password: { } hash } account && Matches(account.Id, hash, password)
            ? new Caller(account, null)
            : null;
    }

    // Deriving a key costs milliseconds by design. A password that was right is recognised again by a keyed hash
    // which lives as long as this process.
    private bool Matches(long accountId, PasswordHash hash, string password)
    {
        var proof = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));
        if (_proven.TryGetValue(accountId, out var known) && ReferenceEquals(known.Password, hash))
        {
            return CryptographicOperations.FixedTimeEquals(known.Proof, proof);
        }

        if (!hash.Matches(password))
        {
            return false;
        }

        _proven[accountId] = (hash, proof);
        return true;
    }

    private static Account? Active(Account? account) => account is { IsActive: true, IsLoginProhibited: false } ? account : null;
}
