using Quartz;

namespace GitOps.Actualizer.Triggers;

/// <summary>Asks for a full resync, after a random part of the interval: several actualizers, or tests, do not ask in step.</summary>
[DisallowConcurrentExecution]
internal sealed class ResyncJob(ResyncTrigger trigger, ActualizerSettings settings, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(settings.SleepTime * (0.1 * Random.Shared.NextDouble()), time, cancellationToken);
        trigger.Request();
    }
}
