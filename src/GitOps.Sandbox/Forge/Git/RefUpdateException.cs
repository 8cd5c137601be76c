namespace GitOps.Sandbox.Forge.Git;

/// <summary>A ref was not updated: somebody else moved or holds it, or its name collides with another ref.</summary>
public sealed class RefUpdateException(string message, Exception? inner = null) : GitException(message, inner);
