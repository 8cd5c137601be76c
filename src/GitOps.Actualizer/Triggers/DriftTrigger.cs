using GitOps.Engine.Brakes;
using GitOps.Engine.Hosts;
using GitOps.Engine.Live;
using GitOps.Engine.Queueing;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Triggers;

/// <summary>Puts an environment into the queue when the cluster, another environment or an operator changed what concerns it.</summary>
public sealed class DriftTrigger(LiveObjects live, HostClaims hosts, ShareBrake brake, KeyQueue<EnvironmentKey> queue) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        live.Changed += queue.Add;
        hosts.Freed += queue.Add;
        brake.Released += queue.Add;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        live.Changed -= queue.Add;
        hosts.Freed -= queue.Add;
        brake.Released -= queue.Add;
        return Task.CompletedTask;
    }
}
