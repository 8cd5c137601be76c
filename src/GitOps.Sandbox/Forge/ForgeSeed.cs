namespace GitOps.Sandbox.Forge;

/// <summary>A repository to be made by <see cref="EmbeddedForge.Seed"/>: its owner, its name, and the files of its one commit.</summary>
public sealed record ForgeSeed(string Owner, string Name, IReadOnlyCollection<ForgeFile> Files, bool IsPrivate = true);
