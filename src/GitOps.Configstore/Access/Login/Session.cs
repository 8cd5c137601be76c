using System.Buffers.Text;
using System.Security.Cryptography;
using GitOps.Gitea.OAuth;

namespace GitOps.Configstore.Access.Login;

/// <summary>What a signed-in browser keeps, sealed: Gitea's tokens, and by what the session is known when it is ended.</summary>
/// <param name="AccessToken">What the browser's requests are judged by.</param>
/// <param name="RefreshToken">What the next one is had for.</param>
/// <param name="Expires">When the access token does.</param>
/// <param name="Id">The same from the login to the end, however often the tokens are renewed.</param>
/// <param name="UserId">Gitea's id of the user.</param>
/// <param name="Begun">When the user signed in.</param>
public sealed record Session(string AccessToken, string RefreshToken, DateTimeOffset Expires, string Id, long UserId, DateTimeOffset Begun)
{
    public static Session Begin(OAuthTokens tokens, long userId, DateTimeOffset now) =>
        new(tokens.AccessToken, tokens.RefreshToken, now + tokens.ExpiresIn, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), userId, now);

    public override string ToString() => $"session of user {UserId} until {Expires:u}";
}
