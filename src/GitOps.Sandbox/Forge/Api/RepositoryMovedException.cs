namespace GitOps.Sandbox.Forge.Api;

/// <summary>The path names a repository by a name that it had before.</summary>
internal sealed class RepositoryMovedException(string fullName) : Exception($"The repository is now {fullName}.")
{
    public string FullName { get; } = fullName;
}
