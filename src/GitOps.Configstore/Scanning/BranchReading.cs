using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Scanning;

/// <summary>
/// Reads which commits the branches of a repository point to: one request to git itself, whatever the number of environments. A branch that
/// is known and not listed is gone only when Gitea, asked for it by name with an administrator's token, says so.
/// </summary>
public sealed class BranchReading(GiteaClient gitea, ConfigstoreSettings settings)
{
    /// <summary>Names of branches that a problem tells at most: anybody who pushes can make thousands.</summary>
    private const int NamesTold = 3;

    /// <summary>The commits of all branches, as git has them; none when there are none, or no such repository.</summary>
    /// <exception cref="GiteaException">They could not be read.</exception>
    internal async Task<IReadOnlyDictionary<string, string>> ReadHeadsAsync(RepositoryName repository, CancellationToken cancellation)
    {
        try
        {
            return await gitea.Branches.GetHeadsAsync(repository, cancellation);
        }
        catch (GiteaNotFoundException)
        {
            // Nothing is concluded from this but to look closer, when something is known of it.
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Whether the heads are those that are known, so that nothing needs to be read or changed.</summary>
    internal bool IsAsKnown(RepositoryState known, IReadOnlyDictionary<string, string> heads)
    {
        var isDefaultKnown = heads.TryGetValue(known.Branch, out var head)
            ? head == known.Head
            : known.Head == Revision.NoCommit ? heads.Count == 0 || known.Problem is not null : known.Problem is not null;
        return isDefaultKnown
            && known.Environments.Names.All(name => heads.GetValueOrDefault(RepositoryLayout.BranchOf(name, known.Branch)) == known.Environments.Find(name))
            && (known.Environments.Count >= settings.MaxEnvironments
                || heads.Keys.All(branch => branch == known.Branch || !RepositoryLayout.TryGetEnvironment(branch, out var name) || known.Environments.Find(name) is not null));
    }

    /// <param name="repository">Gitea has just said that it exists.</param>
    /// <param name="state">What to fill in.</param>
    /// <param name="known">What was known of this repository before; null when nothing was.</param>
    /// <exception cref="GiteaException">It could not be read completely.</exception>
    internal async Task<RepositoryState> ReadAsync(GiteaRepository repository, RepositoryState state, RepositoryState? known, CancellationToken cancellation)
    {
        var heads = await gitea.Branches.FindHeadsAsync(repository.FullName, cancellation);
        if (heads.Count == 0)
        {
            // Gitea lets nobody delete the default branch, so that all are gone at once is more likely a lie than the truth.
            return known is null || known is { Head: Revision.NoCommit, Environments.Count: 0 }
                ? state
                : state with { Head = known.Head, Environments = known.Environments, Problem = "It has no branches any more; the last known commits stay in force. Push them again." };
        }

        var problems = new List<string>();
        var head = heads.GetValueOrDefault(repository.DefaultBranch) ?? await FindAsync(repository, repository.DefaultBranch, cancellation);
        if (head is null)
        {
            // Not empty, but without its default branch: nobody said what should run now, so what runs stays.
            problems.Add($"The default branch '{repository.DefaultBranch}' does not exist; the last known commit stays in force. Push it, or choose another default branch.");
        }
        return state with
        {
            Head = head ?? known?.Head ?? Revision.NoCommit,
            Environments = await EnvironmentsAsync(repository, heads, known?.Environments ?? EnvironmentBranches.None, problems, cancellation),
            Problem = problems.Count == 0 ? null : string.Join(" ", problems),
        };
    }

    private async Task<EnvironmentBranches> EnvironmentsAsync(
        GiteaRepository repository, IReadOnlyDictionary<string, string> heads, EnvironmentBranches known, List<string> problems, CancellationToken cancellation)
    {
        var environments = known;
        foreach (var name in known.Names)
        {
            var branch = RepositoryLayout.BranchOf(name, repository.DefaultBranch);
            if (branch == repository.DefaultBranch) environments = environments.Without(name);
            else if (heads.ContainsKey(branch)) continue;
            else if (await FindAsync(repository, branch, cancellation) is { } unlisted) environments = environments.With(name, unlisted);
            else environments = environments.Without(name);
        }
        var (unusable, tooMany) = (new List<string>(), new List<string>());
        foreach (var (branch, commit) in heads.OrderBy(head => head.Key, StringComparer.Ordinal))
        {
            if (branch == repository.DefaultBranch || !RepositoryLayout.IsMeantForEnvironment(branch)) continue;
            if (!RepositoryLayout.TryGetEnvironment(branch, out var name)) unusable.Add(branch);
            // Those that are there already stay, whoever pushes more.
            else if (environments.Find(name) is null && environments.Count >= settings.MaxEnvironments) tooMany.Add(branch);
            else environments = environments.With(name, commit);
        }
        if (unusable.Count > 0)
            problems.Add($"No environments: {Told(unusable)}. An environment's name has 1 to {EnvironmentName.MaxLength} of a-z, 0-9 and inner hyphens, and dev is the default branch's.");
        if (tooMany.Count > 0)
            problems.Add($"Ignored, because a project may have {settings.MaxEnvironments} environments beside dev: {Told(tooMany)}.");
        return environments;
    }

    private Task<string?> FindAsync(GiteaRepository repository, string branch, CancellationToken cancellation) =>
        gitea.Branches.FindHeadAsync(repository.FullName, branch, cancellation);

    private static string Told(List<string> branches)
    {
        var told = string.Join(", ", branches.Take(NamesTold).Select(branch => $"'{(branch.Length <= 60 ? branch : branch[..60] + "…")}'"));
        return branches.Count > NamesTold ? $"{told} and {branches.Count - NamesTold} more" : told;
    }
}
