namespace GitOps.Sandbox.Forge.Api;

/// <summary>The path names a user or organization by a name that it had before.</summary>
internal sealed class AccountMovedException(string former, string name) : Exception($"{former} is now {name}.")
{
    public string Former { get; } = former;

    public string Name { get; } = name;
}
