using System.Security.Cryptography;
using GitOps.Attack.Sending;
using GitOps.Attack.Targets;
using GitOps.Gitea;
using GitOps.Gitea.Collaborators;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Tokens;
using GitOps.Gitea.Users;
using GitOps.Model.Names;
using GitOps.Model.Pods;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Attack.Identities;

/// <summary>
/// Everybody who asks, and whose resources they ask for. Where there is an administrator's token, users and producers of this run alone are
/// made; disposing removes them, whatever happened.
/// </summary>
public sealed class Cast : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Installation _installation;
    private readonly GiteaClient? _gitea;
    private readonly List<string> _users = [];
    private readonly List<Identity> _identities = [];
    private readonly string _run = RandomNumberGenerator.GetHexString(6, lowercase: true);

    private Cast(Installation installation)
    {
        _installation = installation;
        if (installation is { Gitea: { } url, AdminToken: { } token })
            _gitea = new GiteaClient(new GiteaOptions { BaseUrl = url, Token = token }, TimeProvider.System, NullLogger<GiteaClient>.Instance);
        Victim = installation.ReadOnly ? installation.Victim! : $"attack-{_run}-al";
    }

    /// <summary>The producer whose resources are asked for.</summary>
    public string Victim { get; }

    /// <summary>A producer of somebody who asks; null when none was made.</summary>
    public string? Other { get; private set; }

    /// <summary>A producer that nobody has.</summary>
    public string Absent => $"attack-{_run}-no";

    /// <summary>From those who may nothing to those who may everything.</summary>
    public IReadOnlyList<Identity> Identities => _identities;

    /// <summary>What could not be tried, and what that takes.</summary>
    public List<string> Untried { get; } = [];

    public static async Task<Cast> GatherAsync(Installation installation, Prober configstore, Action<string> progress, CancellationToken cancellation)
    {
        var cast = new Cast(installation);
        try
        {
            cast._identities.Add(Identity.Nobody);
            cast._identities.Add(Identity.WithToken("wrong token", Right.Public, $"attack-{cast._run}"));
            if (installation.ReadOnly) cast.AddGiven();
            else await cast.MakeAsync(configstore, progress, cancellation);
            cast.AddPods();
            if (installation.ServiceToken is { } service) cast._identities.Add(Identity.WithToken("service", Right.Operator, service));
            else cast.Untried.Add("service (ATTACK_SERVICE_TOKEN)");
            if (installation.AdminToken is { } admin) cast._identities.Add(Identity.WithToken("operator", Right.Operator, admin) with { IsControl = true });
            return cast;
        }
        catch
        {
            await cast.DisposeAsync();
            throw;
        }
    }

    /// <summary>What of the victim's could be changed: heads, repositories, hooks, keys. Null where Gitea is not asked.</summary>
    public async Task<string?> StateAsync(CancellationToken cancellation)
    {
        if (_gitea is null) return null;
        var user = UserOf(Victim);
        var lines = new List<string>();
        foreach (var repository in await _gitea.Repositories.ListOfUserAsync(user, cancellation))
        {
            var branches = await _gitea.Branches.ListAsync(repository.FullName, cancellation);
            lines.AddRange(branches.Select(branch => $"{repository.FullName} {branch.Name} is at {branch.Commit.Id}"));
            var hooks = await _gitea.Hooks.ListAsync(repository.FullName, cancellation);
            lines.Add($"{repository.FullName} has {hooks.Count} hooks");
        }
        lines.AddRange((await _gitea.Keys.ListAsync(user, cancellation)).Select(key => $"{user} has key {key.Id}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gitea is null) return;
        // Not the run's token: what was made goes also when the run is ended.
        using var patience = new CancellationTokenSource(Patience);
        foreach (var user in Enumerable.Reverse(_users))
        {
            try
            {
                await _gitea.Users.DeleteAsync(user, purge: true, patience.Token);
            }
            catch (Exception failure) when (failure is GiteaException or OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"Removing the Gitea user {user}: {failure.Message} Delete it with its repositories by hand.");
            }
        }
        _gitea.Dispose();
    }

    private string UserOf(string producer) => $"{_installation.Prefix}-{producer}";

    private void AddGiven()
    {
        if (_installation.StrangerToken is { } stranger) _identities.Add(Identity.WithToken("stranger", Right.Known, stranger));
        else Untried.Add("stranger (ATTACK_STRANGER_TOKEN)");
        Untried.Add("those with users of their own (not with --read-only)");
    }

    private async Task MakeAsync(Prober configstore, Action<string> progress, CancellationToken cancellation)
    {
        progress($"making the producers {Victim} and attack-{_run}-bo, and users");
        Other = $"attack-{_run}-bo";
        // What the sample requests would make is removed, too.
        _users.AddRange([UserOf($"{Victim}-more"), UserOf($"{Victim}-user")]);
        var admin = Identity.WithToken("operator", Right.Operator, _installation.AdminToken!);
        var owner = await MakeProducerAsync(configstore, admin, Victim, cancellation);
        var other = await MakeProducerAsync(configstore, admin, Other, cancellation);
        var reader = await MakeUserAsync($"attack-{_run}-reader", cancellation);
        var writer = await MakeUserAsync($"attack-{_run}-writer", cancellation);
        var administrator = await MakeUserAsync($"attack-{_run}-admin", cancellation);
        foreach (var repository in (string[])["dev", "functions"])
        {
            await _gitea!.Collaborators.SetAsync(new(UserOf(Victim), repository), reader.Name, RepositoryPermission.Read, cancellation);
            await _gitea.Collaborators.SetAsync(new(UserOf(Victim), repository), writer.Name, RepositoryPermission.Write, cancellation);
            await _gitea.Collaborators.SetAsync(new(UserOf(Victim), repository), administrator.Name, RepositoryPermission.Admin, cancellation);
        }

        _identities.Add(await other.WithTokenAsync("another tenant", Right.Known, cancellation, "all"));
        _identities.Add(await owner.WithTokenAsync("own token without read:user", Right.Public, cancellation, "write:repository"));
        _identities.Add(await owner.WithTokenAsync("own token without a scope of repositories", Right.Known, cancellation, "read:user") with { IsNarrow = true });
        _identities.Add(await owner.WithTokenAsync("own token that is public-only", Right.Known, cancellation, "public-only", "read:user", "write:repository") with { IsNarrow = true });
        _identities.Add(await owner.WithTokenAsync("own token that only reads", Right.Read, cancellation, "read:user", "read:repository"));
        _identities.Add(await reader.WithTokenAsync("collaborator who reads", Right.Read, cancellation, "all"));
        _identities.Add(await writer.WithTokenAsync("collaborator who writes", Right.Write, cancellation, "all"));
        _identities.Add(await administrator.WithTokenAsync("collaborator who administrates", Right.Write, cancellation, "all"));
        await AddSessionsAsync(configstore, owner, cancellation);
        var all = await owner.WithTokenAsync("owner", Right.Owner, cancellation, "all") with { IsControl = true };
        await new VictimContent(configstore, all, Victim).MakeAsync(cancellation);
        _identities.Add(all);
    }

    private async Task AddSessionsAsync(Prober configstore, Member owner, CancellationToken cancellation)
    {
        if (await BrowserSession.SignInAsync(configstore, _installation.Gitea!, owner.Name, owner.Password, cancellation) is not { } cookie)
        {
            Untried.Add("a browser's session (no login, or Gitea's own pages to sign in)");
            return;
        }
        var session = new Identity("session without an Origin", Right.Owner) { ReadsAlone = true, Headers = [("Cookie", cookie)] };
        _identities.Add(session);
        _identities.Add(session with { Name = "session from another site", Headers = [("Cookie", cookie), ("Origin", "https://attack.invalid"), ("Sec-Fetch-Site", "cross-site")] });
        _identities.Add(session with { Name = "session from another host of the domain", Headers = [("Cookie", cookie), ("Sec-Fetch-Site", "same-site")] });
    }

    private void AddPods()
    {
        if (_installation.PodTokenKey is not { } key)
        {
            Untried.Add("pods (POD_TOKEN_KEY)");
            return;
        }
        var tokens = new PodTokens(key);
        foreach (var app in (string[])["workspace", "sls-api"])
        {
            _identities.Add(Identity.WithToken($"{app} pod of the tenant", Right.Public, tokens.Of(Pod(app, Victim))) with { IsVictimsPod = true });
            if (Other is not null) _identities.Add(Identity.WithToken($"{app} pod of another tenant", Right.Public, tokens.Of(Pod(app, Other))));
        }
    }

    private static PodIdentity Pod(string app, string producer) => new(app, EnvironmentKey.Parse($"{producer}/main/dev"));

    private async Task<Member> MakeProducerAsync(Prober configstore, Identity admin, string name, CancellationToken cancellation)
    {
        _users.Add(UserOf(name));
        var answer = await configstore.SendAsync(new Probe("POST", "/producers") { Body = $$"""{"id":"{{name}}"}""" }, admin, cancellation);
        if (answer.Status is not (200 or 201)) throw new AttackException($"Making the producer {name}: the configstore answers {answer.Status}. The token must be a site administrator's of Gitea, with all scopes.");
        var password = NewPassword();
        var user = await _gitea!.Users.GetAsync(UserOf(name), cancellation);
        await _gitea.Users.EditAsync(user.Login, new UserEdit(user.LoginName.Length > 0 ? user.LoginName : user.Login, user.SourceId) { Password = password, MustChangePassword = false }, cancellation);
        return new Member(_gitea, user.Login, password);
    }

    private async Task<Member> MakeUserAsync(string name, CancellationToken cancellation)
    {
        _users.Add(name);
        var password = NewPassword();
        await _gitea!.Users.CreateAsync(new NewUser(name, $"{name}@attack.invalid", password), cancellation);
        return new Member(_gitea, name, password);
    }

    private static string NewPassword() => $"Aa1-{RandomNumberGenerator.GetHexString(32)}";

    /// <summary>A user of Gitea whose password is known.</summary>
    private sealed class Member(GiteaClient gitea, string name, string password)
    {
        public string Name => name;

        public string Password => password;

        public async Task<Identity> WithTokenAsync(string title, Right highest, CancellationToken cancellation, params string[] scopes)
        {
            var token = await gitea.Tokens.CreateAsync(GiteaCredential.Basic(name, password), name, new NewToken(title, scopes), cancellation);
            return Identity.WithToken(title, highest, token.Secret);
        }
    }
}
