namespace GitOps.Sandbox.Forge.Git;

/// <summary>One object of a git object store, inflated and without its header.</summary>
internal sealed record GitObject(GitObjectKind Kind, byte[] Content);
