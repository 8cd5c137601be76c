namespace GitOps.Attack.Judging;

/// <summary>Something that is not as it should be.</summary>
/// <param name="Kind">What about it.</param>
/// <param name="Identity">Who found it; null for what is so for all.</param>
/// <param name="Text">What was asked, what came, what should have come.</param>
public sealed record Finding(FindingKind Kind, string? Identity, string Text)
{
    public override string ToString() => Identity is null ? $"{Name}: {Text}" : $"{Name}: {Identity} {Text}";

    private string Name => Kind.ToString().ToLowerInvariant();
}

public enum FindingKind
{
    /// <summary>Somebody is let in who should not be.</summary>
    Open,

    /// <summary>Somebody is not let in who should be: what else is refused may be so for the wrong reason.</summary>
    Closed,

    /// <summary>A request is answered with 500, or again and again with 503.</summary>
    Broken,

    /// <summary>What is the victim's has changed.</summary>
    Changed,

    /// <summary>The configstore declares a route open to more than the list written by hand allows.</summary>
    Declared,
}
