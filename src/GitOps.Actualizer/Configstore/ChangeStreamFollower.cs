using System.Net.ServerSentEvents;
using System.Text.Json;
using GitOps.Actualizer.Triggers;
using GitOps.Engine.Queueing;
using GitOps.Engine.Reconciling;
using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Actualizer.Configstore;

/// <summary>
/// Follows the configstore's change stream: a new head puts its key into the queue within milliseconds. What may have been missed,
/// after a first connection or a reset, is caught up by a resync. A connection on which not even a keepalive arrives counts as dead.
/// </summary>
public sealed class ChangeStreamFollower(
    HttpClient http,
    Heads heads,
    KeyQueue<EnvironmentKey> queue,
    ReconcileRequests requests,
    ResyncTrigger resync,
    TimeProvider time,
    ILogger<ChangeStreamFollower> log) : BackgroundService
{
    /// <summary>The configstore sends a keepalive every 30 s.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(75);

    private readonly Backoff _backoff = new() { First = TimeSpan.FromMilliseconds(200), Cap = TimeSpan.FromSeconds(15) };
    private string _lastEventId = "";

    /// <summary>Whether the stream is connected now.</summary>
    public bool IsConnected { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(() => failures = 0, stoppingToken);
                log.LogInformation("The configstore ended the change stream; connecting again.");
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The edge of the loop: whatever the network or the other side does, the follower connects again.
                log.LogWarning("The change stream of {Configstore} broke ({Reason}); connecting again. The schedule catches up what is missed.", http.BaseAddress, error.Message);
            }
            IsConnected = false;
            await Task.Delay(_backoff.Delay(++failures), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(Action connected, CancellationToken cancellationToken)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(Silence);
        using var request = new HttpRequestMessage(HttpMethod.Get, "change-stream");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastEventId.Length > 0) request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastEventId);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException(Refusals.Describe(response.StatusCode), null, response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(silence.Token);

        IsConnected = true;
        connected();
        if (_lastEventId.Length == 0) resync.Request();
        var parser = SseParser.Create(body, static (_, data) => data.ToArray());
        try
        {
            await foreach (var item in parser.EnumerateAsync(silence.Token))
            {
                silence.CancelAfter(Silence);
                TryTake(item.EventType, item.Data);
                // Only after it was taken: a connection that breaks here gets it again.
                if (parser.LastEventId.Length > 0) _lastEventId = parser.LastEventId;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing was heard for {Silence.TotalSeconds:0} s");
        }
    }

    private void TryTake(string type, byte[] data)
    {
        try
        {
            Take(type, data);
        }
        catch (JsonException error)
        {
            // Connecting again would bring the same event again, and nothing after it. A listing tells what it would have told.
            log.LogWarning("An event {Type} of the change stream is not as agreed ({Reason}); listing instead.", type, error.Message);
            resync.Request();
        }
    }

    private void Take(string type, byte[] data)
    {
        switch (type)
        {
            case ChangeStreamEvents.Head:
                var head = JsonSerializer.Deserialize(data, ApiJson.Default.EnvironmentHead)
                    ?? throw new JsonException("An environment event held null.");
                heads.Set(head);
                queue.Add(head.Key);
                break;

            case ChangeStreamEvents.Reconcile:
                var request = JsonSerializer.Deserialize(data, ApiJson.Default.ReconcileRequest)
                    ?? throw new JsonException("A reconcile event held null.");
                requests.Ask(request.Key);
                queue.Add(request.Key);
                break;

            // That something is gone is for a complete listing to say.
            case ChangeStreamEvents.Removed or ChangeStreamEvents.Reset:
                resync.Request();
                break;

            case ChangeStreamEvents.Push or ChangeStreamEvents.Status or ChangeStreamEvents.Keepalive:
                break;

            default:
                log.LogDebug("An event {Type} of the change stream is of no interest.", type);
                break;
        }
    }
}
