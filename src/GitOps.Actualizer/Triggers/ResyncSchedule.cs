using Quartz;

namespace GitOps.Actualizer.Triggers;

/// <summary>Puts the full resync on the schedule: every <c>SLEEP_TIME</c>.</summary>
internal sealed class ResyncSchedule(ISchedulerFactory schedulers, ActualizerSettings settings) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var trigger = TriggerBuilder.Create()
            .WithIdentity(nameof(ResyncJob))
            .StartAt(DateTimeOffset.UtcNow + settings.SleepTime)
            .WithSimpleSchedule(schedule => schedule.WithInterval(settings.SleepTime).RepeatForever())
            .Build();
        await scheduler.ScheduleJob(JobBuilder.Create<ResyncJob>().WithIdentity(nameof(ResyncJob)).Build(), trigger, cancellationToken: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
