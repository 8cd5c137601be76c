namespace GitOps.Gitea.Hooks;

/// <summary>A webhook. Gitea never gives its secret back.</summary>
public sealed record Hook(
    long Id,
    string Type,
    bool Active,
    HookTarget Config,
    IReadOnlyList<string>? Events = null,
    string BranchFilter = "",
    DateTimeOffset UpdatedAt = default);
