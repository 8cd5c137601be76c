using System.Collections.Frozen;
using GitOps.Engine.Composing.Function;
using GitOps.Engine.Composing.Gateway;
using GitOps.Engine.Composing.SlsApi;
using GitOps.Engine.Composing.Tenant;
using GitOps.Engine.Composing.Workspace;
using GitOps.Engine.Manifests;
using GitOps.Engine.Redis;
using GitOps.Model.Components;
using GitOps.Model.Documents;
using GitOps.Model.Hosts;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Composing;

/// <summary>
/// Composes LunchBadger environments: a workspace, an sls-api, a gateway for each gateway of the project, and its functions. Made once
/// and used by any number of workers at once.
/// </summary>
public sealed class LunchBadgerComposer : IComposer
{
    private readonly CompositionSettings _settings;
    private readonly FrozenSet<string> _debugUsers;
    private readonly PodCredential _credential;
    private readonly RedisPasswords _redisPasswords;
    private readonly IComponentKind[] _kinds;
    private readonly Namespaces _namespaces;
    private readonly TenantKind _tenant;
    private readonly HostRules _hosts;
    private readonly bool _gatewaysAreScraped;

    /// <param name="settings">What components are like.</param>
    /// <param name="tenant">What producers have as a whole; null: the defaults.</param>
    public LunchBadgerComposer(CompositionSettings settings, TenantSettings? tenant = null)
    {
        _settings = settings;
        _debugUsers = settings.DebugUsers
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToFrozenSet(StringComparer.Ordinal);
        _credential = new PodCredential(settings);
        _redisPasswords = new RedisPasswords(settings.RedisUserKey);
        _kinds = [new WorkspaceKind(), new SlsApiKind(), new GatewayKind(settings), new AutoGatewayKind(settings), new FunctionKind(settings)];
        _namespaces = new Namespaces(settings);
        tenant ??= new TenantSettings();
        _tenant = new TenantKind(_namespaces, settings, tenant);
        _gatewaysAreScraped = tenant.GatewaysAreScraped;
        _hosts = OperatorHosts.Of(settings, tenant, _namespaces);
    }

    public Composition Compose(EnvironmentSnapshot snapshot)
    {
        var documents = EnvironmentDocuments.Read(snapshot, _hosts);
        if (documents.Disabled) return Composition.Off([.. _tenant.Compose(snapshot.Producer)]);
        if (!documents.Problems.IsEmpty) return Composition.Invalid(documents.Problems.Problems);

        var environment = new EnvironmentSettings(_settings, documents.Settings);
        environment.Check(documents.Problems);
        var context = new ComposingContext(
            snapshot,
            documents,
            new ComponentNames(snapshot.Key, _namespaces, environment),
            _settings,
            environment,
            _credential,
            _debugUsers.Contains(snapshot.Producer.Value))
        {
            GatewaysAreScraped = _gatewaysAreScraped,
        };
        var components = new List<Component>();
        foreach (var kind in _kinds) components.AddRange(kind.Compose(context).Select(_tenant.Assign));
        _tenant.Check(components, documents.Problems);

        var signsIn = components.Exists(component => component.Secrets.ContainsKey(GatewayPods.RedisPasswordKey));
        return documents.Problems.IsEmpty
            ? Composition.Of(
                [.. _tenant.Compose(snapshot.Producer), .. new ManifestWriter(context.Names.Namespace).Write(components)],
                signsIn ? _redisPasswords.UserOf(snapshot.Key) : null)
            : Composition.Invalid(documents.Problems.Problems);
    }
}
