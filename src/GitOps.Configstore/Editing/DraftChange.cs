namespace GitOps.Configstore.Editing;

/// <summary>What an edit does to one file.</summary>
/// <param name="Before">Blob that is replaced or goes; null when the file is new.</param>
/// <param name="After">Blob that it becomes; null when the file goes.</param>
/// <param name="Content">Null when the file goes.</param>
internal sealed record DraftChange(string Path, string? Before, string? After, byte[]? Content);
