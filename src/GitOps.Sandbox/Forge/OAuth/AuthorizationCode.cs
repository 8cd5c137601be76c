namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>What a browser brings from here to an application, to be redeemed once.</summary>
/// <param name="Challenge">Of PKCE, S256; empty without.</param>
internal sealed record AuthorizationCode(long GrantId, string RedirectUri, string Challenge, DateTimeOffset Expires);
