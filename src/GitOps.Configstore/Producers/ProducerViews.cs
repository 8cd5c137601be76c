using GitOps.Configstore.Scanning;
using GitOps.Gitea.Users;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>Producers as clients see them: an allow-list of members, so that nothing new of Gitea's ever slips out.</summary>
internal static class ProducerViews
{
    public static ProducerListItem ToListItem(this ProducerState producer, string prefix, HeadChecks checks, ProducerProblems problems)
    {
        var login = producer.Name.ToUserName(prefix);
        return new(producer.UserId, login, login, producer.FullName, producer.Email, producer.Name.Value, prefix, producer.ToRepositoryViews(prefix, checks, problems));
    }

    public static ProducerDetails ToDetails(this ProducerState producer, string prefix, HeadChecks checks, ProducerProblems problems)
    {
        var login = producer.Name.ToUserName(prefix);
        return new(
            producer.Name.Value,
            [],
            new GiteaUserView(producer.UserId, login, login, producer.FullName, producer.Email),
            producer.ToRepositoryViews(prefix, checks, problems));
    }

    public static GiteaUserView ToView(this GiteaUser user) => new(user.Id, user.Login, user.Login, user.FullName, user.Email);

    private static RepositoryView[] ToRepositoryViews(this ProducerState producer, string prefix, HeadChecks checks, ProducerProblems problems) =>
        [.. producer.Repositories.Select(pair =>
        {
            var isEmpty = pair.Repository.Head == Revision.NoCommit;
            return new RepositoryView(
                pair.Repository.Id,
                pair.Repository.Name,
                $"{producer.Name.ToUserName(prefix)}/{pair.Repository.Name}",
                pair.Repository.Branch,
                isEmpty,
                isEmpty ? null : pair.Repository.Head,
                pair.Repository.Problem
                    ?? (checks.ProblemOf(producer.Name, pair.Slot) is { } reason ? $"Its branches could not be read, so the last known commits stay in force. It is tried again. ({reason})" : null)
                    ?? (problems.Find(producer.Name) is { } unexplained ? $"{unexplained}, so it stays as it is." : null));
        })];
}
