namespace GitOps.Gitea.Objects;

/// <summary>A blob as the API has it.</summary>
/// <param name="Content">In <paramref name="Encoding"/>, which is <c>base64</c>; null when Gitea deems it too large.</param>
public sealed record GitBlob(string Sha, long Size, string? Encoding = null, string? Content = null);
