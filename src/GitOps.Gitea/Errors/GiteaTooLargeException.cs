namespace GitOps.Gitea.Errors;

/// <summary>
/// What is in Gitea is more than is read. It was not read to its end, and is not more to be read later: whoever made it has to make it
/// smaller, or the limit has to be raised.
/// </summary>
/// <param name="what">What was being read, of which repository.</param>
/// <param name="excess">What is too much and how much is read, to go behind the name of the thing: "has 5 entries; 3 are read".</param>
public sealed class GiteaTooLargeException(string what, string excess)
    : GiteaException($"Reading {what}: it {excess}. Make it smaller, or raise the limit.")
{
    /// <summary>What is too much and how much is read.</summary>
    public string Excess => excess;
}
