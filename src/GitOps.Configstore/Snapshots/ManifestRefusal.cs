namespace GitOps.Configstore.Snapshots;

/// <summary>A commit has more than is read. Kept in the place of its manifest, so that nobody looks again: a commit never changes.</summary>
/// <param name="Excess">What is too much, such as "has 122500 files and folders; 20000 are read".</param>
/// <param name="MaxEntries">The setting that it was judged by: under another one it is looked at again.</param>
public sealed record ManifestRefusal(string Excess, int MaxEntries);
