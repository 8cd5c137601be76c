using System.Diagnostics.CodeAnalysis;

namespace GitOps.Gitea;

/// <summary>
/// Owner and name of a repository, each checked against what Gitea allows (letters, digits, <c>-</c>, <c>_</c>,
/// <c>.</c>), so that neither can leave its place in a path, a URL or a command line. Equal without regard to case, as
/// Gitea compares them; written as given.
/// </summary>
public readonly record struct RepositoryName
{
    private const int MaxLength = 100;

    public RepositoryName(string owner, string name)
    {
        Owner = IsValid(owner) ? owner : throw Invalid("owner", owner);
        Name = IsValid(name) && !name.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? name : throw Invalid("name", name);
    }

    public string Owner { get; }

    public string Name { get; }

    /// <summary>Reads <c>owner/name</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RepositoryName repository)
    {
        repository = default;
        var parts = text?.Split('/');
        if (parts is not [var owner, var name] || !IsValid(owner) || !IsValid(name)
            || name.EndsWith(".git", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        repository = new(owner, name);
        return true;
    }

    /// <summary><c>owner/name</c>.</summary>
    public override string ToString() => $"{Owner}/{Name}";

    public bool Equals(RepositoryName other) =>
        string.Equals(Owner, other.Owner, StringComparison.OrdinalIgnoreCase) && string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Owner ?? ""), StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? ""));

    internal static bool IsValid([NotNullWhen(true)] string? part) =>
        part is { Length: > 0 and <= MaxLength } and not "." and not ".." && part[0] != '-' && part.All(IsAllowed);

    private static bool IsAllowed(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.';

    private static ArgumentException Invalid(string part, string? value) => new(
        $"'{value}' is no repository {part}: letters, digits, '-', '_' and '.', at most {MaxLength}, not starting with '-'.", part);
}
