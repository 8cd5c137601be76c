namespace GitOps.Sandbox.Forge.Git;

/// <summary>One path that differs between two trees; the id is null on the side that does not have it.</summary>
internal readonly record struct PathDifference(string Path, string? Before, string? After)
{
    public bool IsAdded => Before is null;

    public bool IsRemoved => After is null;
}
