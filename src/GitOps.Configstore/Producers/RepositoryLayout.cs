using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>
/// Says which repository and which branch belong to which project and environment. The only place that knows: <c>dev</c> and
/// <c>functions</c> are project <c>main</c>, <c>shop-dev</c> and <c>shop-functions</c> are project <c>shop</c>; the default branch is
/// environment <c>dev</c>, branch <c>env/staging</c> is environment <c>staging</c>.
/// </summary>
public static class RepositoryLayout
{
    public const string Dev = "dev";
    public const string Functions = "functions";

    private const string BranchReference = "refs/heads/";
    private const string EnvironmentBranch = "env/";

    /// <summary>The part that a repository plays, by its name in whatever case, as Gitea compares names; false for repositories that are the producer's own affair.</summary>
    public static bool TryGetSlot(string repositoryName, out RepositorySlot slot)
    {
        slot = default;
#pragma warning disable CA1308 // Projects' names are lower case.
        repositoryName = repositoryName.ToLowerInvariant();
#pragma warning restore CA1308
        if (repositoryName is Dev or Functions)
        {
            slot = new RepositorySlot(ProjectName.Main, RoleOf(repositoryName));
            return true;
        }
        var hyphen = repositoryName.LastIndexOf('-');
        if (hyphen < 0 || repositoryName[(hyphen + 1)..] is not (Dev or Functions) || !ProjectName.TryParse(repositoryName[..hyphen], out var project)) return false;
        // main-dev would be a second repository for what dev is already.
        if (project == ProjectName.Main) return false;
        slot = new RepositorySlot(project, RoleOf(repositoryName[(hyphen + 1)..]));
        return true;
    }

    /// <summary>The repository's name.</summary>
    public static string NameOf(RepositorySlot slot) =>
        slot.Project == ProjectName.Main ? NameOf(slot.Role) : $"{slot.Project}-{NameOf(slot.Role)}";

    /// <summary>The role as it is spelt in repositories' names and in paths.</summary>
    public static string NameOf(RepositoryRole role) => role == RepositoryRole.Dev ? Dev : Functions;

    /// <summary>The role of that name; false when there is none.</summary>
    public static bool TryGetRole(string name, out RepositoryRole role)
    {
        role = RoleOf(name);
        return name is Dev or Functions;
    }

    /// <summary>The environment that a push to a reference changes; null when it changes none.</summary>
    /// <param name="reference">In full, such as <c>refs/heads/main</c>.</param>
    /// <param name="defaultBranch">The repository's default branch.</param>
    public static EnvironmentName? EnvironmentOf(string reference, string defaultBranch)
    {
        if (!reference.StartsWith(BranchReference, StringComparison.Ordinal)) return null;
        var branch = reference[BranchReference.Length..];
        if (branch == defaultBranch) return EnvironmentName.Dev;
        return TryGetEnvironment(branch, out var environment) ? environment : null;
    }

    /// <summary>The environment of a branch that is not the default one; false when it is none's.</summary>
    public static bool TryGetEnvironment(string branch, out EnvironmentName environment)
    {
        environment = default;
        return IsMeantForEnvironment(branch)
            && EnvironmentName.TryParse(branch[EnvironmentBranch.Length..], out environment)
            // The default branch is dev's, whatever its name.
            && environment != EnvironmentName.Dev;
    }

    /// <summary>Whether somebody wanted an environment with this branch, be its name possible or not.</summary>
    public static bool IsMeantForEnvironment(string branch) => branch.StartsWith(EnvironmentBranch, StringComparison.Ordinal);

    /// <summary>The branch of an environment.</summary>
    public static string BranchOf(EnvironmentName environment, string defaultBranch) =>
        environment == EnvironmentName.Dev ? defaultBranch : EnvironmentBranch + environment;

    private static RepositoryRole RoleOf(string name) => name == Functions ? RepositoryRole.Functions : RepositoryRole.Dev;
}
