namespace GitOps.Sandbox.Forge.Git;

/// <summary>One file of a commit to be made: its new content, or null to delete it.</summary>
internal readonly record struct FileChange(string Path, byte[]? Content);
