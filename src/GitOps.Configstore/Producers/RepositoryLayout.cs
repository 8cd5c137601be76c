using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>
/// Says which repository and which branch belong to which project and environment. The only place that knows; a branch
/// <c>env/&lt;name&gt;</c> as environment of its own, and <c>&lt;project&gt;-dev</c> as another project, will be told here.
/// </summary>
public static class RepositoryLayout
{
    public const string Dev = "dev";
    public const string Functions = "functions";

    /// <summary>The role of a repository by its name; false for repositories that are the producer's own affair.</summary>
    public static bool TryGetRole(string repositoryName, out RepositoryRole role)
    {
        role = repositoryName == Functions ? RepositoryRole.Functions : RepositoryRole.Dev;
        return repositoryName is Dev or Functions;
    }

    public static string NameOf(RepositoryRole role) => role == RepositoryRole.Dev ? Dev : Functions;

    /// <summary>The environment that a push to a branch changes; null when it changes none.</summary>
    public static EnvironmentName? EnvironmentOf(string reference, string defaultBranch) =>
        reference.StartsWith("refs/heads/", StringComparison.Ordinal)
        && reference.AsSpan("refs/heads/".Length).SequenceEqual(defaultBranch)
            ? EnvironmentName.Dev
            : null;

    /// <summary>The environments that every producer has.</summary>
    public static bool Exists(EnvironmentName environment) => environment == EnvironmentName.Dev;
}
