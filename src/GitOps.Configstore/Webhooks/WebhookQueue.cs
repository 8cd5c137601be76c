using System.Threading.Channels;
using GitOps.Configstore.Changes;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Scanning;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Webhooks;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Webhooks;

/// <summary>
/// Works on webhooks after Gitea got its answer: Gitea waits only seconds and never tries again. One that is lost here, or that fails
/// because Gitea does, is made good by the next incremental scan.
/// </summary>
public sealed class WebhookQueue(
    RepositoryObserver observer, ProducerRegistry registry, ChangeHub changes, WebhookMetrics metrics, ConfigstoreSettings settings, ILogger<WebhookQueue> logger)
    : BackgroundService
{
    private const int Capacity = 10_000;
    private const int Workers = 16;

    private readonly Channel<Delivery> _deliveries = Channel.CreateBounded<Delivery>(Capacity);
    private readonly HashSet<string> _botMails = new(settings.BotMails, StringComparer.OrdinalIgnoreCase);
    private readonly RecentDeliveries _recent = new(capacity: 4096);

    /// <returns>False when so many wait that the scan will be faster.</returns>
    public bool TryEnqueue(WebhookPayload payload, string deliveryId) => _deliveries.Writer.TryWrite(new Delivery(payload, deliveryId));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _deliveries.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = stoppingToken },
        async (delivery, token) => await HandleAsync(delivery, token));

    private async Task HandleAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (delivery.Payload.Repository is not { } repository || !observer.TryIdentify(repository, out var producer, out var slot)) return;
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
                if (_recent.Add(delivery.Id)) changes.Publish(ChangeStreamEvents.Push, producer, PushOf(push, producer), ApiJson.Default.PushEvent);
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

    private PushEvent PushOf(PushPayload push, ProducerName producer) => new()
    {
        Ref = push.Reference,
        Before = push.Before,
        After = push.After,
        Namespace = settings.RepoPrefix,
        Username = producer.Value,
        RepoName = push.PushedTo.Name,
        IsExternal = push.IsExternal(_botMails),
    };

    private readonly record struct Delivery(WebhookPayload Payload, string Id);
}
