namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>A user's consent that an application acts for them. Its tokens live as long as it does.</summary>
internal sealed record OAuthGrant(long Id, long ApplicationId, long AccountId, string[] Scopes);
