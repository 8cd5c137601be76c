namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>A program that may send users here to sign in.</summary>
internal sealed record OAuthApplication(
    long Id, long OwnerId, string Name, string ClientId, string SecretHash, bool IsConfidential, IReadOnlyList<string> RedirectUris, DateTimeOffset Created);
