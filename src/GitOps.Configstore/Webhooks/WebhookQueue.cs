using GitOps.Configstore.Changes;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Scanning;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Webhooks;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Webhooks;

/// <summary>
/// Works on webhooks after Gitea got its answer: Gitea waits only seconds and never tries again. One that is lost here, or that fails
/// because Gitea does, is made good by the next incremental scan. Producers take turns: one that pushes all the time, or things that are slow
/// to read, has a few of the workers and no more.
/// </summary>
public sealed class WebhookQueue(
    RepositoryObserver observer, ProducerRegistry registry, ChangeHub changes, WebhookMetrics metrics, ConfigstoreSettings settings, ILogger<WebhookQueue> logger)
    : BackgroundService
{
    private const int Capacity = 10_000;
    private const int Workers = 16;
    private const int OfOneProducer = 1_000;
    private const int OfOneProducerAtOnce = 2;

    private readonly FairQueue<ProducerName, Delivery> _deliveries = new(Capacity, OfOneProducer, OfOneProducerAtOnce);
    private readonly HashSet<string> _botMails = new(settings.BotMails, StringComparer.OrdinalIgnoreCase);
    private readonly RecentDeliveries _recent = new(capacity: 4096);

    /// <returns>False when so many wait that the scan will be faster.</returns>
    public bool TryEnqueue(WebhookPayload payload, string deliveryId) =>
        payload.Repository is not { } repository
        || !observer.TryIdentify(repository, out var producer, out var slot)
        || _deliveries.TryAdd(producer, new Delivery(payload, deliveryId, repository, slot));

    public override void Dispose()
    {
        base.Dispose();
        _deliveries.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        while (true)
        {
            var (producer, delivery) = await _deliveries.TakeAsync(stopping);
            try
            {
                await HandleAsync(producer, delivery, stopping);
            }
            finally
            {
                _deliveries.Done(producer);
            }
        }
    }

    private async Task HandleAsync(ProducerName producer, Delivery delivery, CancellationToken cancellation)
    {
        var (repository, slot) = (delivery.Repository, delivery.Slot);
        try
        {
            if (delivery.Payload is not PushPayload push)
            {
                await observer.ObserveAsync(repository, null, cancellation);
                return;
            }
            var known = registry.Current.Producers.GetValueOrDefault(producer)?.Repository(slot);
            var environment = known is null ? EnvironmentName.Dev : RepositoryLayout.EnvironmentOf(push.Reference, known.Branch);
            if (environment is null)
            {
                // No environment's branch, so there is no head to compare with; only the delivery's id can tell that it was seen.
                if (_recent.Add(delivery.Id)) changes.Publish(ChangeStreamEvents.Push, producer, PushOf(push, producer, slot), ApiJson.Default.PushEvent);
                return;
            }
            await observer.ObserveAsync(repository, new PushHint(environment.Value, push.After, push.IsExternal(_botMails)), cancellation);
        }
        catch (GiteaException failure)
        {
            metrics.Received("unread");
            logger.LogWarning("A webhook for {Repository} could not be followed up, the next scan will: {Reason}", repository, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The loop's edge: one webhook must not stop those of others.
            logger.LogError(failure, "A webhook for {Repository} could not be followed up; the next scan will", repository);
        }
    }

    private PushEvent PushOf(PushPayload push, ProducerName producer, RepositorySlot slot) => new()
    {
        Ref = push.Reference,
        Before = push.Before,
        After = push.After,
        Namespace = settings.RepoPrefix,
        Username = producer.Value,
        RepoName = RepositoryLayout.NameOf(slot),
        IsExternal = push.IsExternal(_botMails),
    };

    private readonly record struct Delivery(WebhookPayload Payload, string Id, RepositoryName Repository, RepositorySlot Slot);
}
