namespace GitOps.Gitea.Http;

/// <summary>The envelope of the search routes.</summary>
/// <param name="Ok">False when the search failed, whatever the status says.</param>
public sealed record SearchAnswer<T>(bool Ok, IReadOnlyList<T>? Data = null);
