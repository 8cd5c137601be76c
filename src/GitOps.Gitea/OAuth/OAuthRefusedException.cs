namespace GitOps.Gitea.OAuth;

/// <summary>Gitea answered that it gives no tokens for this: the code or the refresh token is wrong, used up or revoked, or the client's secret is.</summary>
public sealed class OAuthRefusedException(string message) : Exception(message);
