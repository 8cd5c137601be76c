namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>Answer of the token endpoint.</summary>
internal sealed record OAuthTokensBody(string AccessToken, string TokenType, long ExpiresIn, string RefreshToken)
{
    public override string ToString() => $"{TokenType} tokens for {ExpiresIn} s";
}
