namespace GitOps.Gitea.Errors;

/// <summary>409, or a 422 that says "already exists", "already in use" or "sha does not match": somebody else was there first. Read again, then decide.</summary>
public sealed class GiteaConflictException(string message, Exception? inner = null) : GiteaException(message, inner);
