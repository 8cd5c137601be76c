using System.Text.RegularExpressions;
using GitOps.Configstore.Access;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea;
using GitOps.Model.Documents;
using GitOps.Model.Hosts;
using GitOps.Model.LunchBadger;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.Editing;

/// <summary>Reads an environment as it would be after a commit, by the same reader as it will be read after it.</summary>
public sealed partial class DraftValidation(SnapshotStore snapshots, ConfigstoreSettings settings)
{
    private readonly HostRules _hosts = settings.ToHostRules();

    /// <summary>
    /// Problems that the environment would have and has not now. A document that is broken may be repaired step by step; it may not
    /// be broken further.
    /// </summary>
    /// <exception cref="EditForbiddenException">It changes a flag that switches the environment off, whichever way that is written, and the caller is no operator.</exception>
    /// <exception cref="Gitea.Errors.GiteaException">The environment could not be read.</exception>
    internal async Task<IReadOnlyList<Problem>> FindNewProblemsAsync(RepositoryDraft draft, IReadOnlyList<DraftChange> changes, Caller caller, CancellationToken cancellation)
    {
        var before = await ReadAsync(draft.Place, cancellation);
        var after = draft.Repository.Role == RepositoryRole.Dev
            ? before with { Dev = Edited(before.Dev, draft, changes) }
            : before with { Functions = Edited(before.Functions, draft, changes) };
        var willBe = Read(after);
        var was = new Lazy<EnvironmentDocuments>(() => Read(before));
        if (caller is { IsOperator: false, IsService: false } && changes.Any(change => change.Path == LunchBadgerDocument.FileName)
            && (was.Value.Disabled != willBe.Disabled || IsFlagChanged(before.Dev, after.Dev, draft.Place.Key)))
            throw new EditForbiddenException("Only operators switch an environment off or on: leave 'disabled' in lunchbadger.json as it is.");
        var problems = willBe.Problems.Problems;
        if (problems.Count == 0) return problems;

        // Places move when something before them is removed, so that the place does not tell whether a problem is known.
        var known = was.Value.Problems.Problems.GroupBy(Kind).ToDictionary(group => group.Key, group => group.Count());
        return [.. problems.GroupBy(Kind).Where(group => group.Count() > known.GetValueOrDefault(group.Key)).SelectMany(group => group)];
    }

    /// <summary>What an environment's documents say, or why they cannot be used.</summary>
    internal EnvironmentDocuments Read(EnvironmentSnapshot snapshot) => EnvironmentDocuments.Read(snapshot, _hosts);

    /// <summary>All documents of an environment.</summary>
    /// <exception cref="Gitea.Errors.GiteaException">It could not be read.</exception>
    internal async Task<EnvironmentSnapshot> ReadAsync(EnvironmentPlace place, CancellationToken cancellation) => new()
    {
        Producer = place.Key.Producer,
        Project = place.Key.Project,
        Environment = place.Key.Environment,
        Revision = place.Revision,
        Dev = await snapshots.GetAsync(Source(place, RepositoryRole.Dev), cancellation),
        Functions = await snapshots.GetAsync(Source(place, RepositoryRole.Functions), cancellation),
    };

    /// <summary>The commit that a role of the environment is at.</summary>
    internal RepositoryAtCommit Source(EnvironmentPlace place, RepositoryRole role) => place.Of(role) is { } repository
        ? new RepositoryAtCommit(repository.Name, repository.Id, role, repository.Branch, repository.Head)
        : new RepositoryAtCommit(new RepositoryName(place.Key.Producer.ToUserName(settings.RepoPrefix), RepositoryLayout.NameOf(new RepositorySlot(place.Key.Project, role))), 0, role, "", Revision.NoCommit);

    private static RepositorySnapshot Edited(RepositorySnapshot before, RepositoryDraft draft, IReadOnlyList<DraftChange> changes)
    {
        var written = changes.Where(change => change.Content is not null).ToDictionary(change => change.Path, change => change.Content!, StringComparer.Ordinal);
        var reading = new DocumentReading(draft.Repository.Role, draft.Manifest(changes));
        var documents = reading.Decode(file => written.TryGetValue(file.Path, out var content)
            ? DocumentReading.TryDecode(content, out var text) ? text : null
            : before.Documents.GetValueOrDefault(file.Path));
        return before with { Documents = documents, Problems = reading.Problems };
    }

    /// <summary>Whether one of the two flags changes, also when the other keeps the environment as it is. A text that cannot be opened has none to compare.</summary>
    private static bool IsFlagChanged(RepositorySnapshot before, RepositorySnapshot after, EnvironmentKey key) =>
        Flags(before, key) is { } were && Flags(after, key) is { } willBe && were != willBe;

    private static (bool BesideModels, bool Inside)? Flags(RepositorySnapshot dev, EnvironmentKey key) =>
        LunchBadgerText.Open(dev.Documents.GetValueOrDefault(LunchBadgerDocument.FileName), EnvironmentDocuments.ProjectFile, key, new ProblemList()) is { } document
            ? (document.DisabledBesideModels == true, document.DisabledInside == true)
            : null;

    private static (string, string) Kind(Problem problem) => (problem.File, Index().Replace(problem.Reason, "[]"));

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
