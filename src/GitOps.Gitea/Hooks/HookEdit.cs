namespace GitOps.Gitea.Hooks;

/// <summary>
/// A webhook's new settings, all of them: Gitea resets what is left out. The secret stays as it is and cannot be
/// changed; for a new one, delete and create.
/// </summary>
public sealed record HookEdit(HookTarget Config, IReadOnlyList<string> Events, string BranchFilter, bool Active = true);
