namespace GitOps.Sandbox.Forge.OAuth;

/// <summary>The token endpoint gives nothing (RFC 6749, 5.2).</summary>
internal sealed class OAuthException(string error, string description) : Exception(description)
{
    public string Error { get; } = error;
}
