namespace GitOps.Sandbox.Forge.Git;

/// <summary>A repository on disk does not hold what was asked of it, or git itself failed.</summary>
public class GitException(string message, Exception? inner = null) : Exception(message, inner);
