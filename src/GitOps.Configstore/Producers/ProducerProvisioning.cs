using System.Security.Cryptography;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Scaffolding;
using GitOps.Configstore.Scanning;
using GitOps.Configstore.Webhooks;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Users;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Producers;

/// <summary>
/// Makes what a producer needs in Gitea, and only what is missing: user, repositories <c>dev</c> and <c>functions</c>, webhooks, and the
/// first commit of an empty <c>dev</c>. What is the caller's doing is done with the caller's credential; whether something is there, and what
/// the system needs beside it, is found out with our own. Doing it again, or at the same time from elsewhere, ends in the same state.
/// </summary>
public sealed class ProducerProvisioning(
    GiteaClient gitea,
    ProducerRegistry registry,
    RepositoryObserver observer,
    HookRegistration hooks,
    ProjectScaffold scaffold,
    ConfigstoreSettings settings,
    ILogger<ProducerProvisioning> logger)
{
    /// <param name="name">Whose.</param>
    /// <param name="caller">Who makes it: an operator, or the system itself.</param>
    /// <param name="scaffold">Whether an empty repository gets a first commit; not when a history will be pushed into it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GiteaException">Gitea could not be read or changed. Asking again goes on where this ended.</exception>
    public async Task<ProducerState> EnsureAsync(ProducerName name, Caller caller, bool scaffold, CancellationToken cancellation)
    {
        var user = await EnsureUserAsync(settings.RepoPrefix, name.Value, caller, cancellation);
        registry.Update(name, known => known is not null && known.UserId == user.Id
            ? known
            : new ProducerState { Name = name, UserId = user.Id, FullName = user.FullName, Email = user.Email, Created = user.Created });
        await EnsureProjectAsync(name, user.Login, ProjectName.Main, caller, scaffold, cancellation);
        return registry.Current.Producers[name];
    }

    /// <summary>The repositories of a project of a producer that exists, and their webhooks, or what is missing of them.</summary>
    /// <param name="producer">Whose.</param>
    /// <param name="project">Which.</param>
    /// <param name="caller">Who makes it: the producer's own user, an operator, or the system itself.</param>
    /// <param name="scaffold">Whether an empty repository gets a first commit; not when a history will be pushed into it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GiteaException">Gitea could not be read or changed. Asking again goes on where this ended.</exception>
    public async Task<ProducerState> EnsureProjectAsync(ProducerName producer, ProjectName project, Caller caller, bool scaffold, CancellationToken cancellation)
    {
        await EnsureProjectAsync(producer, producer.ToUserName(settings.RepoPrefix), project, caller, scaffold, cancellation);
        return registry.Current.Producers[producer];
    }

    private async Task EnsureProjectAsync(ProducerName producer, string login, ProjectName project, Caller caller, bool scaffold, CancellationToken cancellation)
    {
        var isSystemWide = await hooks.HasSystemHooksAsync(cancellation);
        foreach (var role in new[] { RepositoryRole.Dev, RepositoryRole.Functions })
        {
            var made = await EnsureRepositoryAsync(new RepositoryName(login, RepositoryLayout.NameOf(new RepositorySlot(project, role))), caller, cancellation);
            if (!isSystemWide) await hooks.EnsureAsync(made.FullName, cancellation);
            // Empty is not believed here: what was pushed first may have been lost on its way, and nothing must begin over it.
            await observer.ObserveAsync(made with { Empty = false }, settle: false, warm: true, cancellation);
        }
        if (scaffold) await EnsureBeginningAsync(new EnvironmentKey(producer, project, EnvironmentName.Dev), caller, cancellation);
    }

    /// <summary>An empty project is no failure: whoever asks again, or pushes, goes on from there.</summary>
    private async Task EnsureBeginningAsync(EnvironmentKey key, Caller caller, CancellationToken cancellation)
    {
        if (!registry.Current.Producers.TryGetValue(key.Producer, out var known) || EnvironmentLookup.PlaceOf(key, known, settings) is not { Dev.Head: Revision.NoCommit } place) return;
        var outcome = await scaffold.EnsureAsync(place, caller, cancellation);
        if (outcome is not (EditOutcome.Committed or EditOutcome.Unchanged))
            logger.LogWarning("{Environment} has no project yet; POST it again to try once more: {Outcome}", key, outcome);
    }

    /// <summary>The user <c>prefix-name</c>, made when it is missing. Its password is random and nobody's: access goes by tokens and keys.</summary>
    /// <exception cref="GiteaException">Gitea could not be read or changed.</exception>
    public async Task<GiteaUser> EnsureUserAsync(string prefix, string name, Caller caller, CancellationToken cancellation)
    {
        var login = $"{prefix}-{name}";
        // A renamed user answers under its old name, which is free to be taken. An organization answers like a user, and is none.
        if (await gitea.Users.FindAsync(login, cancellation) is { } known && IsCalled(known, login))
        {
            return await observer.IsOrganizationAsync(known, cancellation)
                ? throw new GiteaConflictException($"Making the user {login}: an organization has this name. Choose another, or rename the organization in Gitea.")
                : known;
        }
        try
        {
            return await caller.Gitea.Users.CreateAsync(
                new NewUser(login, $"{name}@{prefix}.com", RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 40) + "aA1!")
                {
                    FullName = name,
                    Visibility = "private",
                },
                cancellation);
        }
        catch (GiteaConflictException)
        {
            // Made by somebody else between the question and the answer; or the mail is another's, such as a renamed user's.
            if (await gitea.Users.FindAsync(login, cancellation) is { } made && IsCalled(made, login)) return made;
            throw;
        }
    }

    private static bool IsCalled(GiteaUser user, string login) => string.Equals(user.Login, login, StringComparison.OrdinalIgnoreCase);

    /// <summary>A private repository, made when it is missing.</summary>
    /// <exception cref="GiteaException">Gitea could not be read or changed.</exception>
    public async Task<GiteaRepository> EnsureRepositoryAsync(RepositoryName repository, Caller caller, CancellationToken cancellation)
    {
        // A renamed repository answers under its old name, which is free to be taken.
        if (await gitea.Repositories.FindAsync(repository, cancellation) is { } known && known.FullName == repository) return known;
        try
        {
            var asked = new NewRepository(repository.Name);
            return repository.Owner.Equals(caller.Name, StringComparison.OrdinalIgnoreCase)
                ? await caller.Gitea.Repositories.CreateOwnAsync(asked, cancellation)
                : await caller.Gitea.Repositories.CreateAsync(repository.Owner, asked, cancellation);
        }
        catch (GiteaConflictException)
        {
            return await gitea.Repositories.GetAsync(repository, cancellation);
        }
    }
}
