using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>One ref that moved; all zeros stand for its absence.</summary>
internal readonly record struct RefChange(string Name, string Before, string After)
{
    public bool IsCreation => Before == RefStore.Zero;

    public bool IsDeletion => After == RefStore.Zero;

    public bool IsBranch => Name.StartsWith("refs/heads/", StringComparison.Ordinal);

    public bool IsTag => Name.StartsWith("refs/tags/", StringComparison.Ordinal);

    public string ShortName => IsBranch ? Name["refs/heads/".Length..] : IsTag ? Name["refs/tags/".Length..] : Name;
}
