namespace GitOps.Gitea.OAuth;

/// <summary>What Gitea gave for a code or a refresh token. Its text form leaves the secrets out.</summary>
/// <param name="AccessToken">Good wherever an access token is: as <c>Bearer</c>, and as <c>token</c>.</param>
/// <param name="RefreshToken">Good for the next tokens.</param>
/// <param name="ExpiresIn">How long the access token lasts.</param>
public sealed record OAuthTokens(string AccessToken, string RefreshToken, TimeSpan ExpiresIn)
{
    public override string ToString() => $"tokens for {ExpiresIn}";
}
