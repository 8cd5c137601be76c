using System.Collections.Concurrent;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Hooks;

namespace GitOps.Configstore.Webhooks;

/// <summary>
/// Sees to it that Gitea sends us its pushes: one system-wide hook where Gitea has such (1.26), one per repository otherwise. A hook
/// that is missing, disabled, changed, or signed with a former secret is put right. Hooks of others are not touched.
/// </summary>
public sealed class HookRegistration(
    GiteaClient gitea, ProducerRegistry registry, WebhookKey key, ConfigstoreSettings settings, ILogger<HookRegistration> logger)
{
    private static readonly Version FirstWithSystemHooks = new(1, 26);
    private static readonly string[] Events = ["push", "create", "delete", "repository"];

    private readonly ConcurrentDictionary<long, byte> _checked = new();

    /// <summary>Where Gitea sends to. The query names the secret, so that a changed one is noticed: Gitea never tells a hook's secret.</summary>
    private string Target => $"{Address}?key={key.Id}";

    private string Address => $"{settings.PublicUrl.AbsoluteUri.TrimEnd('/')}/hook";

    /// <summary>Checks and repairs. Of per-repository hooks only those of repositories that were not checked yet, unless all are asked for.</summary>
    /// <exception cref="GiteaException">Gitea could not be read or changed.</exception>
    public async Task EnsureAsync(bool all, CancellationToken cancellation)
    {
        if (await HasSystemHooksAsync(cancellation))
        {
            var hooks = gitea.Hooks;
            await EnsureAsync(
                "the system",
                await hooks.ListSystemAsync(cancellation),
                system: true,
                hook => hooks.CreateSystemAsync(hook, cancellation),
                (id, edit) => hooks.EditSystemAsync(id, edit, cancellation),
                id => hooks.DeleteSystemAsync(id, cancellation));
            return;
        }
        if (all) _checked.Clear();
        var remaining = registry.Current.Producers.Values.SelectMany(producer => producer.Repositories.Select(repository => (producer, repository.Repository)))
            .Where(pair => !_checked.ContainsKey(pair.Repository.Id));
        await Parallel.ForEachAsync(
            remaining,
            new ParallelOptions { MaxDegreeOfParallelism = settings.GiteaConcurrency, CancellationToken = cancellation },
            async (pair, token) =>
            {
                await EnsureAsync(new RepositoryName(pair.producer.Name.ToUserName(settings.RepoPrefix), pair.Repository.Name), token);
                _checked[pair.Repository.Id] = 0;
            });
    }

    /// <summary>Checks and repairs the hook of one repository, where hooks are per repository.</summary>
    /// <exception cref="GiteaException">Gitea could not be read or changed.</exception>
    public async Task EnsureAsync(RepositoryName repository, CancellationToken cancellation)
    {
        var hooks = gitea.Hooks;
        await EnsureAsync(
            repository.ToString(),
            await hooks.ListAsync(repository, cancellation),
            system: false,
            hook => hooks.CreateAsync(repository, hook, cancellation),
            (id, edit) => hooks.EditAsync(repository, id, edit, cancellation),
            id => hooks.DeleteAsync(repository, id, cancellation));
    }

    /// <summary>Whether one hook serves all repositories.</summary>
    public async Task<bool> HasSystemHooksAsync(CancellationToken cancellation)
    {
        var text = await gitea.GetVersionAsync(cancellation);
        // Development versions look like 1.27.0+dev-123-gabc.
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').ToArray();
        return Version.TryParse(new string(digits).Trim('.'), out var version) && version >= FirstWithSystemHooks;
    }

    private async Task EnsureAsync(
        string where,
        IReadOnlyList<Hook> hooks,
        bool system,
        Func<NewHook, Task<Hook>> create,
        Func<long, HookEdit, Task<Hook>> edit,
        Func<long, Task<bool>> delete)
    {
        var ours = hooks.Where(hook => hook.Config.Url.Split('?')[0] == Address).ToList();
        var current = ours.Find(hook => hook.Config.Url == Target);
        if (current is null)
        {
            await create(system ? NewHook.System(new Uri(Target), settings.WebhookSecret, Events) : NewHook.Json(new Uri(Target), settings.WebhookSecret, Events));
            logger.LogInformation("Registered the webhook {Url} with {Where}", Address, where);
        }
        else if (!IsRight(current))
        {
            await edit(current.Id, new HookEdit(new HookTarget(Target), Events, "*"));
            logger.LogWarning("Repaired the webhook {Url} of {Where}: it was changed or disabled", Address, where);
        }
        // After the new one is there: in between, one push is told twice rather than never.
        foreach (var former in ours.Where(hook => hook != current)) await delete(former.Id);
    }

    private static bool IsRight(Hook hook) =>
        hook is { Active: true, Config.ContentType: "json", BranchFilter: "" or "*" } && Events.All(name => hook.Events?.Contains(name) == true);
}
