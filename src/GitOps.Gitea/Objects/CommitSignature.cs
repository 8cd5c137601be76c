namespace GitOps.Gitea.Objects;

/// <summary>Who made a commit, and when.</summary>
public sealed record CommitSignature(string Name, string Email, DateTimeOffset Date = default);
