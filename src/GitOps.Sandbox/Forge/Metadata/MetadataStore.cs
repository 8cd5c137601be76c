namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>
/// Everything that the forge knows beside the repositories' files, in memory. Readers take no lock. A change of
/// several rows, or one that depends on what is there, holds <see cref="Gate"/>.
/// </summary>
internal sealed class MetadataStore
{
    private readonly TableIndex<Account, string> _accountsByName;
    private readonly TableIndex<Account, string> _accountsByEmail;
    private readonly TableIndex<AccessToken, string> _tokensByHash;
    private readonly TableIndex<PublicKey, string> _keysByContent;
    private readonly TableIndex<DeployKey, string> _deployKeysByContent;
    private readonly TableIndex<Repository, (long, string)> _repositoriesByName;
    private readonly TableIndex<Repository, long> _repositoriesByOwner;
    private readonly Dictionary<(long OwnerId, string Name), long> _redirects = [];
    private readonly Dictionary<string, long> _formerNames = [];

    public MetadataStore()
    {
        _accountsByName = Accounts.AddIndex(account => Key(account.Name));
        _accountsByEmail = Accounts.AddIndex(account => Key(account.Email));
        _tokensByHash = Tokens.AddIndex(token => token.Hash);
        TokensByOwner = Tokens.AddIndex(token => token.OwnerId);
        _keysByContent = Keys.AddIndex(key => KeyMaterial(key.Content));
        KeysByOwner = Keys.AddIndex(key => key.OwnerId);
        _deployKeysByContent = DeployKeys.AddIndex(key => KeyMaterial(key.Content));
        DeployKeysByRepository = DeployKeys.AddIndex(key => key.RepositoryId);
        _repositoriesByName = Repositories.AddIndex(repository => (repository.OwnerId, Key(repository.Name)));
        _repositoriesByOwner = Repositories.AddIndex(repository => repository.OwnerId);
        WebhooksByRepository = Webhooks.AddIndex(hook => hook.RepositoryId);
        StatusesByCommit = Statuses.AddIndex(status => (status.RepositoryId, status.Sha));
        UsersByName = new(Accounts, (left, right) => string.CompareOrdinal(Key(left.Name), Key(right.Name)), account => !account.IsOrganization);
        OrganizationsByName = new(Accounts, (left, right) => string.CompareOrdinal(Key(left.Name), Key(right.Name)), account => account.IsOrganization);
        RepositoriesByName = new(Repositories, (left, right) => Order(string.CompareOrdinal(Key(left.Name), Key(right.Name)), left, right));
        RepositoriesById = new(Repositories, (left, right) => left.Id.CompareTo(right.Id));
        RepositoriesByUpdate = new(Repositories, (left, right) => Order(left.Updated.CompareTo(right.Updated), left, right));
    }

    public Lock Gate { get; } = new();

    public Table<Account> Accounts { get; } = new(account => account.Id);

    public Table<AccessToken> Tokens { get; } = new(token => token.Id);

    public Table<PublicKey> Keys { get; } = new(key => key.Id);

    public Table<DeployKey> DeployKeys { get; } = new(key => key.Id);

    public Table<Repository> Repositories { get; } = new(repository => repository.Id);

    public Table<Webhook> Webhooks { get; } = new(hook => hook.Id);

    public Table<CommitStatus> Statuses { get; } = new(status => status.Id);

    public TableIndex<AccessToken, long> TokensByOwner { get; }

    public TableIndex<PublicKey, long> KeysByOwner { get; }

    public TableIndex<DeployKey, long> DeployKeysByRepository { get; }

    public TableIndex<Webhook, long> WebhooksByRepository { get; }

    public TableIndex<CommitStatus, (long RepositoryId, string Sha)> StatusesByCommit { get; }

    public SortedView<Account> UsersByName { get; }

    public SortedView<Account> OrganizationsByName { get; }

    public SortedView<Repository> RepositoriesByName { get; }

    public SortedView<Repository> RepositoriesById { get; }

    public SortedView<Repository> RepositoriesByUpdate { get; }

    /// <summary>Moves with every change of anything.</summary>
    public long Version => Accounts.Version + Tokens.Version + Keys.Version + DeployKeys.Version + Repositories.Version + Webhooks.Version + Statuses.Version;

    public Account? Account(string name) => _accountsByName.Find(Key(name));

    public Account? AccountByEmail(string email) => _accountsByEmail.Find(Key(email));

    public AccessToken? Token(string secret) => _tokensByHash.Find(AccessToken.HashOf(secret));

    public bool HasKey(string content) => _keysByContent.Contains(KeyMaterial(content));

    /// <summary>The same key, in all repositories that have it.</summary>
    public IEnumerable<DeployKey> DeployKeysOf(string content) => _deployKeysByContent.All(KeyMaterial(content));

    public Repository? Repository(long ownerId, string name) => _repositoriesByName.Find((ownerId, Key(name)));

    public IEnumerable<Repository> RepositoriesOf(long ownerId) => _repositoriesByOwner.All(ownerId);

    public bool OwnsRepositories(long ownerId) => _repositoriesByOwner.Contains(ownerId);

    /// <summary>Adds a user or organization; the name leads to nobody else any more.</summary>
    public void AddAccount(Account account)
    {
        lock (Gate)
        {
            _formerNames.Remove(Key(account.Name));
            Accounts.Put(account);
        }
    }

    /// <summary>Gives a user or organization another name and remembers the old one.</summary>
    /// <returns>False when somebody else has it.</returns>
    public bool Rename(long accountId, string name)
    {
        lock (Gate)
        {
            if (Accounts.Find(accountId) is not { } account || (Account(name) is { } other && other.Id != accountId))
            {
                return false;
            }

            _formerNames[Key(account.Name)] = accountId;
            _formerNames.Remove(Key(name));
            Accounts.Put(account with { Name = name });
            return true;
        }
    }

    /// <summary>The user or organization that had this name once, unless the name was taken anew.</summary>
    public Account? MovedAccount(string name)
    {
        lock (Gate)
        {
            return _formerNames.TryGetValue(Key(name), out var id) ? Accounts.Find(id) : null;
        }
    }

    /// <summary>The repository that had this name once, unless the name was taken anew.</summary>
    public Repository? Redirect(long ownerId, string name)
    {
        lock (Gate)
        {
            return _redirects.TryGetValue((ownerId, Key(name)), out var id) ? Repositories.Find(id) : null;
        }
    }

    /// <summary>Gives a repository another owner or name and remembers the old ones.</summary>
    public void Move(Repository from, Repository to)
    {
        lock (Gate)
        {
            _redirects[(from.OwnerId, Key(from.Name))] = from.Id;
            _redirects.Remove((to.OwnerId, Key(to.Name)));
            Repositories.Put(to);
        }
    }

    /// <summary>Changes a row as it is now; null when it is gone.</summary>
    public Repository? Change(long repositoryId, Func<Repository, Repository> change)
    {
        lock (Gate)
        {
            if (Repositories.Find(repositoryId) is not { } repository)
            {
                return null;
            }

            var changed = change(repository);
            Repositories.Put(changed);
            return changed;
        }
    }

    /// <summary>Forgets a repository and all that hangs on it.</summary>
    public void RemoveRepository(long id)
    {
        lock (Gate)
        {
            foreach (var hook in WebhooksByRepository.All(id).ToArray())
            {
                Webhooks.Remove(hook.Id);
            }

            foreach (var key in DeployKeysByRepository.All(id).ToArray())
            {
                DeployKeys.Remove(key.Id);
            }

            foreach (var status in Statuses.Rows.Where(status => status.RepositoryId == id).ToArray())
            {
                Statuses.Remove(status.Id);
            }

            foreach (var old in _redirects.Where(redirect => redirect.Value == id).Select(redirect => redirect.Key).ToArray())
            {
                _redirects.Remove(old);
            }

            Repositories.Remove(id);
        }
    }

    /// <summary>Forgets a user, its tokens and keys, and its part in others' repositories.</summary>
    public void RemoveAccount(long id)
    {
        lock (Gate)
        {
            foreach (var token in TokensByOwner.All(id).ToArray())
            {
                Tokens.Remove(token.Id);
            }

            foreach (var key in KeysByOwner.All(id).ToArray())
            {
                Keys.Remove(key.Id);
            }

            foreach (var repository in Repositories.Rows.Where(repository => repository.Collaborators.Any(c => c.AccountId == id)).ToArray())
            {
                Repositories.Put(repository with { Collaborators = [.. repository.Collaborators.Where(c => c.AccountId != id)] });
            }

            foreach (var former in _formerNames.Where(name => name.Value == id).Select(name => name.Key).ToArray())
            {
                _formerNames.Remove(former);
            }

            Accounts.Remove(id);
        }
    }

    public MetadataSnapshot Snapshot()
    {
        lock (Gate)
        {
            return new MetadataSnapshot
            {
                LastIds = new Dictionary<string, long>
                {
                    [nameof(Accounts)] = Accounts.LastId,
                    [nameof(Tokens)] = Tokens.LastId,
                    [nameof(Keys)] = Keys.LastId,
                    [nameof(DeployKeys)] = DeployKeys.LastId,
                    [nameof(Repositories)] = Repositories.LastId,
                    [nameof(Webhooks)] = Webhooks.LastId,
                    [nameof(Statuses)] = Statuses.LastId,
                },
                Accounts = [.. Accounts.Rows],
                Tokens = [.. Tokens.Rows],
                Keys = [.. Keys.Rows],
                DeployKeys = [.. DeployKeys.Rows],
                Repositories = [.. Repositories.Rows],
                Redirects = [.. _redirects.Select(redirect => new RepositoryRedirect(redirect.Key.OwnerId, redirect.Key.Name, redirect.Value))],
                FormerNames = new Dictionary<string, long>(_formerNames),
                Webhooks = [.. Webhooks.Rows],
                Statuses = [.. Statuses.Rows],
            };
        }
    }

    public void Load(MetadataSnapshot snapshot)
    {
        lock (Gate)
        {
            Accounts.Load(snapshot.Accounts.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(Accounts)));
            Tokens.Load(snapshot.Tokens.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(Tokens)));
            Keys.Load(snapshot.Keys.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(Keys)));
            DeployKeys.Load(snapshot.DeployKeys.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(DeployKeys)));
            Repositories.Load(snapshot.Repositories.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(Repositories)));
            Webhooks.Load(snapshot.Webhooks.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(Webhooks)));
            Statuses.Load(snapshot.Statuses.OrderBy(row => row.Id), snapshot.LastIds.GetValueOrDefault(nameof(Statuses)));
            foreach (var (name, id) in snapshot.FormerNames)
            {
                _formerNames[name] = id;
            }

            foreach (var redirect in snapshot.Redirects)
            {
                _redirects[(redirect.OwnerId, redirect.Name)] = redirect.RepositoryId;
            }
        }
    }

    private static int Order(int first, Repository left, Repository right) => first != 0 ? first : left.Id.CompareTo(right.Id);

#pragma warning disable CA1308 // Gitea keys names by their lower case, which also decides the order of lists.
    private static string Key(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308

    // The comment at the end of a key is not part of it.
    private static string KeyMaterial(string content) => string.Join(' ', content.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2));
}
