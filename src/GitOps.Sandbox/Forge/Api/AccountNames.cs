using System.Text.RegularExpressions;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Names of users and organizations: what is one, and how one is changed.</summary>
internal static partial class AccountNames
{
    private const int Longest = 40;

    public static bool IsValid(string name) => name.Length <= Longest && Pattern().IsMatch(name);

    /// <summary>Renames a user or organization. The former name leads to it until somebody takes it.</summary>
    public static void Rename(ApiRequest request, Account account, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            throw ApiException.Required("NewName");
        }

        if (!IsValid(name))
        {
            throw ApiException.Invalid($"name is invalid [{name}]: must be valid alpha or numeric or dash(-_) or dot characters");
        }

        if (!request.Store.Rename(account.Id, name))
        {
            throw ApiException.Invalid($"user already exists [name: {name}]");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
