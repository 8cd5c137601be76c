namespace GitOps.Configstore.GitApi;

/// <summary>That a repository or a user may have keys of pods which are gone.</summary>
/// <param name="Looks">How many looks found nothing, since something last happened.</param>
/// <param name="Due">When to look next.</param>
/// <param name="Suspects">Ids of the keys that the last look took for stale; they go when the next one does, too.</param>
public sealed record StaleKeyMark(int Looks, DateTimeOffset Due, IReadOnlyList<long> Suspects);
