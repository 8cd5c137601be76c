namespace GitOps.Attack.Judging;

/// <summary>What an answer tells of whether a caller was let in.</summary>
public enum Verdict
{
    /// <summary>401, 403, 405, 429, or the 404 of a producer that nobody has.</summary>
    Refused,

    /// <summary>The route itself answered.</summary>
    LetIn,

    /// <summary>Its caller may read this, and the change was found wrong before it was refused; nothing was changed.</summary>
    Unclear,

    /// <summary>500, or 503 that stays: the request broke something, or nothing can be said.</summary>
    Broken,
}
