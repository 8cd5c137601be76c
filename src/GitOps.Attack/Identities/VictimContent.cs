using GitOps.Attack.Sending;

namespace GitOps.Attack.Identities;

/// <summary>What the victim has: one of each kind that a route is about.</summary>
internal sealed class VictimContent(Prober configstore, Identity owner, string victim)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private static readonly (string Path, string Body)[] Parts =
    [
        ("/project/serviceEndpoints", """{"id":"s1","name":"Orders","urls":["https://orders.example.com"]}"""),
        ("/project/gateways", """{"id":"g1","name":"Shop","policies":["cors"],"pipelines":[{"id":"p1","name":"All","policies":[{"id":"x1","cors":[]}]}]}"""),
        ("/workspace-api/api/DataSourceDefinitions", """{"name":"second","connector":"memory"}"""),
        ("/workspace-api/api/ModelDefinitions", """{"name":"Thing","facetName":"common"}"""),
        ("/workspace-api/api/ModelDefinitions", """{"name":"Other","facetName":"common"}"""),
        ("/workspace-api/api/ModelProperties", """{"modelId":"common.Thing","name":"text","type":"string"}"""),
        ("/workspace-api/api/ModelRelations", """{"modelId":"common.Thing","name":"other","type":"belongsTo","model":"Other"}"""),
        ("/workspace-api/api/ModelMethods", """{"modelId":"common.Thing","name":"go","isStatic":true}"""),
        ("/workspace-api/api/ModelConfigs", """{"name":"Thing","dataSource":"db","public":false}"""),
        ("/sls-api/service", """{"name":"f","env":"nodejs","version":"20"}"""),
    ];

    /// <exception cref="AttackException">The owner may not make it: nothing could be found out.</exception>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        var environment = $"/producers/{victim}/envs/dev";
        // The configstore finds the new repositories by itself.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while ((await configstore.SendAsync(new Probe("GET", $"{environment}/project"), owner, patience.Token)).Status != 200) await Task.Delay(Pause, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AttackException($"The configstore does not show its owner the producer {victim} within {Patience.TotalSeconds:0} s of its making. Its /ready says what it waits for.");
        }
        foreach (var (path, body) in Parts)
        {
            var answer = await configstore.SendAsync(new Probe("POST", environment + path) { Body = body }, owner, cancellation);
            if (!answer.IsSuccess) throw new AttackException($"Making what is attacked, POST {environment}{path}: {answer.Status} {answer.Body}");
        }
    }
}
