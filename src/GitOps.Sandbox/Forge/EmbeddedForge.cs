using GitOps.Hosting.Files;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;
using GitOps.Sandbox.Forge.OAuth;
using GitOps.Sandbox.Forge.Webhooks;

namespace GitOps.Sandbox.Forge;

/// <summary>
/// A git forge inside this process that speaks Gitea's API (1.26) and git's smart HTTP. What it holds survives a
/// restart with the same data directory. The methods here seed it without HTTP; all of them may be called at any time
/// and from any thread. Requests come in through <see cref="ForgeEndpoints.MapForge"/>.
/// </summary>
public sealed class EmbeddedForge : IAsyncDisposable
{
    private readonly MetadataFile _file;
    private readonly string _admin;
    private readonly TaskCompletionSource _located = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Uri? _url;

    /// <exception cref="GitException">git is missing, or the data directory holds something else.</exception>
    public EmbeddedForge(ForgeOptions options, ILoggerFactory logs, TimeProvider? time = null)
    {
        var dataDirectory = Path.GetFullPath(options.DataDirectory);
        Time = time ?? TimeProvider.System;
        if (options.RootUrl is { } root)
        {
            LearnUrl(root);
        }

        PrivateFiles.Protect(dataDirectory);
        Git = new GitProgram(Path.Combine(dataDirectory, "gitconfig"));
        Files = new RepositoryFiles(dataDirectory, Git);
        _file = new MetadataFile(Path.Combine(dataDirectory, "forge.json"), Store, Time, options.SaveInterval, logs.CreateLogger<MetadataFile>());
        _file.Open();
        Store.Repositories.SkipIds(Files.HighestId);
        OAuth = new OAuthProvider(Store, Time);
        Authenticator = new Authenticator(Store, OAuth);
        Webhooks = new WebhookSender(options.WebhookTimeout, logs.CreateLogger<WebhookSender>());
        Announcer = new RefAnnouncer(this, options, logs.CreateLogger<RefAnnouncer>());
        AdminToken = options.AdminToken ?? AccessToken.NewSecret();
        _admin = options.AdminUser;
        CreateUser(options.AdminUser, email: options.AdminEmail, isAdmin: true);
        EnsureToken(options.AdminUser, "admin", AdminToken);
    }

    /// <summary>A token that may do everything.</summary>
    public string AdminToken { get; }

    /// <summary>What was asked of the forge over HTTP.</summary>
    public ForgeRequestCounters Requests { get; } = new();

    /// <summary>Where the forge is reached.</summary>
    /// <exception cref="InvalidOperationException">It was told no address and nobody has called yet.</exception>
    public Uri Url => _url ?? throw new InvalidOperationException("The forge does not know its address yet: set ForgeOptions.RootUrl, or send it a request.");

    internal MetadataStore Store { get; } = new();

    internal GitProgram Git { get; }

    internal Authenticator Authenticator { get; }

    internal OAuthProvider OAuth { get; }

    internal WebhookSender Webhooks { get; }

    internal RefAnnouncer Announcer { get; }

    internal TimeProvider Time { get; }

    internal RepositoryFiles Files { get; }

    /// <summary>Now, in whole seconds as Gitea keeps its times.</summary>
    internal DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Time.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Creates a user unless there is one of this name. Returns its id.</summary>
    public long CreateUser(string name, string? password = null, string? email = null, bool isAdmin = false)
    {
        lock (Store.Gate)
        {
            if (Store.Account(name) is { } existing)
            {
                return existing.Id;
            }

            var account = new Account
            {
                Id = Store.Accounts.NextId(),
                Name = name,
                Email = email ?? $"{name}@forge.invalid",
                IsAdmin = isAdmin,
                Password = password is null ? null : PasswordHash.Of(password),
                Created = Now,
            };
            Store.AddAccount(account);
            return account.Id;
        }
    }

    /// <summary>Creates an organization, the administrator's, which owns repositories like a user.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public void CreateOrganization(string name)
    {
        lock (Store.Gate)
        {
            if (Store.Account(name) is not null)
            {
                throw new ArgumentException($"Creating organization {name}: somebody has this name.", nameof(name));
            }

            Store.AddAccount(new Account { Id = Store.Accounts.NextId(), Name = name, Email = "", MakerId = Account(_admin).Id, Created = Now });
        }
    }

    /// <summary>Renames a user or organization, as an administrator does. The former name leads to it until somebody takes it.</summary>
    /// <exception cref="ArgumentException">There is no such, or the new name is taken.</exception>
    public void Rename(string name, string newName)
    {
        if (!Store.Rename(Account(name).Id, newName))
        {
            throw new ArgumentException($"Renaming {name}: somebody is called {newName}.", nameof(newName));
        }
    }

    /// <summary>Creates a token for a user and returns it; it cannot be read again. No scopes means all.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public string CreateToken(string user, string name, params string[] scopes)
    {
        var secret = AccessToken.NewSecret();
        EnsureToken(user, name, secret, scopes);
        return secret;
    }

    /// <summary>Registers an OAuth 2 application of the administrator, as its settings page does. It is gone with this process.</summary>
    public void AddOAuthApplication(string name, string clientId, string clientSecret, Uri redirectUri) =>
        OAuth.Add(Account(_admin).Id, name, clientId, clientSecret, isConfidential: true, [redirectUri.AbsoluteUri]);

    /// <summary>Revokes what a user granted to OAuth 2 applications, as their settings page does.</summary>
    /// <exception cref="ArgumentException">There is no such user.</exception>
    public void RevokeOAuthGrants(string user) => OAuth.Revoke(Account(user).Id);

    /// <summary>Makes the OAuth 2 access tokens from now on expire sooner than after an hour.</summary>
    public void SetOAuthTokenLifetime(TimeSpan lifetime) => OAuth.AccessTokenLifetime = lifetime;

    /// <summary>Creates a repository, with one commit on its default branch when files are given. Fires no webhooks. Returns its id.</summary>
    /// <exception cref="ArgumentException">There is no such user, or the repository exists.</exception>
    public long CreateRepository(string owner, string name, IReadOnlyCollection<ForgeFile>? files = null, string message = "Initial commit", bool isPrivate = true)
    {
        var account = Account(owner);
        var repository = AddRepository(new Repository
        {
            Id = Store.Repositories.NextId(),
            OwnerId = account.Id,
            MakerId = account.MakerId,
            Name = name,
            IsPrivate = isPrivate,
            Created = Now,
            Updated = Now,
        });
        if (files is { Count: > 0 })
        {
            Files.Materialize(repository);
            var bare = Files.Open(repository);
            var author = new Signature(account.Name, account.Email, Now);
            var tree = bare.WriteTree(null, [.. files.Select(file => new FileChange(file.Path, file.Content))]);
            var commit = bare.WriteCommit(tree, [], author, author, message + "\n");
            bare.Refs.Update("refs/heads/" + repository.DefaultBranch, RefStore.Zero, commit.Id);
            Store.Change(repository.Id, old => old with { IsEmpty = false, BranchCount = 1 });
        }

        return repository.Id;
    }

    /// <summary>
    /// Creates many repositories at once, each with one commit on <c>main</c>, and their owners where they are missing.
    /// Their objects go into one shared pack and their directories appear when first needed, so that tens of thousands
    /// take seconds. Fires no webhooks.
    /// </summary>
    /// <exception cref="ArgumentException">One of the repositories exists; those before it are made.</exception>
    public void Seed(IEnumerable<ForgeSeed> seeds) => Files.AddSeeds(pack => Parallel.ForEach(seeds, seed =>
    {
        CreateUser(seed.Owner);
        var owner = Account(seed.Owner);
        var author = new Signature(owner.Name, owner.Email, Now);
        var tree = SeedTree.Write(pack, seed.Files);
        var head = pack.Add(GitObjectKind.Commit, Commit.Format(tree, [], author, author, "Initial commit\n"));
        AddRepository(new Repository
        {
            Id = Store.Repositories.NextId(),
            OwnerId = owner.Id,
            Name = seed.Name,
            IsPrivate = seed.IsPrivate,
            IsEmpty = false,
            BranchCount = 1,
            SeededHead = head,
            Created = Now,
            Updated = Now,
        });
    }));

    /// <summary>Commits files to a branch as a user would through the API, webhooks included. Returns the commit's id.</summary>
    /// <exception cref="ArgumentException">There is no such user or repository.</exception>
    public async Task<string> CommitAsync(string owner, string name, IReadOnlyCollection<ForgeFile> files, string message, string? branch = null, CancellationToken cancellation = default)
    {
        var account = Account(owner);
        var repository = Store.Repository(account.Id, name) ?? throw new ArgumentException($"Committing to {owner}/{name}: there is no such repository.", nameof(name));
        var author = new Signature(account.Name, account.Email, Now);
        var change = await CommitAsync(
            repository,
            account,
            branch ?? repository.DefaultBranch,
            null,
            (_, _) => [.. files.Select(file => new FileChange(file.Path, file.Content))],
            author,
            author,
            message,
            cancellation);
        return change.Id;
    }

    /// <summary>The head of a branch, or null when there is no such branch.</summary>
    /// <exception cref="ArgumentException">There is no such user or repository.</exception>
    public string? Head(string owner, string name, string branch = "main") =>
        Files.Open(Store.Repository(Account(owner).Id, name) ?? throw new ArgumentException($"Reading {owner}/{name}: there is no such repository.", nameof(name)))
            .Refs.TryResolve("refs/heads/" + branch);

    /// <summary>Has git's post-receive hook fail from now on, or work again: what is pushed meanwhile is in git, and neither update times nor webhooks tell of it.</summary>
    public void FailPostReceive(bool fails) => Announcer.PostReceiveFails = fails;

    /// <summary>Waits until all webhooks of what has happened so far are sent or have failed.</summary>
    public Task WebhooksSentAsync(CancellationToken cancellation = default) => Announcer.DrainAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await Announcer.DisposeAsync();
        Webhooks.Dispose();
        Files.Dispose();
        await _file.DisposeAsync();
    }

    /// <summary>Ends once the forge knows its address.</summary>
    internal Task Located => _located.Task;

    internal void LearnUrl(Uri url)
    {
        Interlocked.CompareExchange(ref _url, url, null);
        _located.TrySetResult();
    }

    internal Repository AddRepository(Repository repository)
    {
        lock (Store.Gate)
        {
            if (Store.Repository(repository.OwnerId, repository.Name) is not null)
            {
                throw new ArgumentException($"Creating repository {repository.Name}: the owner has one of this name.", nameof(repository));
            }

            Store.Repositories.Put(repository);
        }

        return repository;
    }

    internal void RemoveRepository(Repository repository)
    {
        Store.RemoveRepository(repository.Id);
        Files.Delete(repository);
    }

    /// <summary>Commits what <paramref name="changesFor"/> makes of the branch as it is, and announces it.</summary>
    /// <param name="newBranch">The branch to create for the commit; null commits to <paramref name="branch"/> itself.</param>
    internal async Task<Commit> CommitAsync(
        Repository repository,
        Account pusher,
        string branch,
        string? newBranch,
        Func<BareRepository, Commit?, IReadOnlyCollection<FileChange>> changesFor,
        Signature author,
        Signature committer,
        string message,
        CancellationToken cancellation)
    {
        using var turn = await Files.LockAsync(repository, cancellation);
        var bare = Files.Open(repository);
        var before = bare.Refs.All();
        var head = before.TryGetValue("refs/heads/" + branch, out var headId) ? bare.Commit(headId) : null;
        var tree = bare.WriteTree(head?.TreeId, changesFor(bare, head));
        var commit = bare.WriteCommit(tree, head is null ? [] : [head.Id], author, committer, message.TrimEnd('\n') + "\n");
        var target = newBranch ?? branch;
        bare.Refs.Update("refs/heads/" + target, target == branch && head is not null ? head.Id : RefStore.Zero, commit.Id);
        // Only this does Gitea at once; the rest is its queue's.
        Announcer.Fill(repository.Id, [target]);
        Announcer.Announce(repository, pusher, before, bare.Refs.All());
        return commit;
    }

    private Account Account(string name) => Store.Account(name) ?? throw new ArgumentException($"There is no user {name}. Create it first.", nameof(name));

    private void EnsureToken(string user, string name, string secret, params string[] scopes)
    {
        lock (Store.Gate)
        {
            var owner = Account(user);
            foreach (var old in Store.TokensByOwner.All(owner.Id).Where(token => token.Name == name).ToArray())
            {
                Store.Tokens.Remove(old.Id);
            }

            Store.Tokens.Put(new AccessToken
            {
                Id = Store.Tokens.NextId(),
                OwnerId = owner.Id,
                Name = name,
                Hash = AccessToken.HashOf(secret),
                LastEight = secret.Length > 8 ? secret[^8..] : "",
                Scopes = scopes.Length == 0 ? [TokenScope.All] : scopes,
                Created = Now,
            });
        }
    }
}
