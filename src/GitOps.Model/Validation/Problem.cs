namespace GitOps.Model.Validation;

/// <summary>One reason why a document is not accepted, precise enough to mend it without asking.</summary>
/// <param name="File">Repository role and path, such as <c>dev/lunchbadger.json</c>.</param>
/// <param name="Path">Where in the file: a JSON path such as <c>$.gateways[0].pipelines[1].id</c>; <c>$</c> for the whole document.</param>
/// <param name="Reason">What is wrong, and what would be right.</param>
/// <param name="Line">1-based line in the file, where known.</param>
public sealed record Problem(string File, string Path, string Reason, int? Line = null)
{
    /// <summary>What to do about it, where the reason does not say so by itself.</summary>
    public string? Hint { get; init; }

    public override string ToString() => Line is null ? $"{File} {Path}: {Reason}" : $"{File}:{Line} {Path}: {Reason}";
}
