namespace GitOps.Configstore.Snapshots;

/// <summary>A repository does not have the commit that it was asked for.</summary>
public sealed class CommitNotFoundException(string message, Exception? inner = null) : Exception(message, inner);
