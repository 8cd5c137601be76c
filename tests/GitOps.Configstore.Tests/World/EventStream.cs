using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace GitOps.Configstore.Tests.World;

/// <summary>A follower of the change stream that keeps all it was sent.</summary>
public sealed class EventStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _client;
    private readonly List<ReceivedEvent> _events = [];
    private readonly Task _reading;

    private EventStream(HttpClient client, HttpResponseMessage response)
    {
        _client = client;
        _reading = ReadAsync(response);
    }

    public IReadOnlyList<ReceivedEvent> Events
    {
        get
        {
            lock (_events) return [.. _events];
        }
    }

    public bool HasEnded => _reading.IsCompleted;

    public static async Task<EventStream> OpenAsync(Uri configstore, string path = "/change-stream", string? lastEventId = null, string? token = null)
    {
        var client = new HttpClient { BaseAddress = configstore, Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new EventStream(client, response);
    }

    public IReadOnlyList<T> Of<T>(string name, JsonTypeInfo<T> json) =>
        [.. Events.Where(received => received.Name == name).Select(received => JsonSerializer.Deserialize(received.Data, json)!)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task ReadAsync(HttpResponseMessage response)
    {
        using var _ = response;
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(_stop.Token));
            var (id, name, data) = ((string?)null, "", "");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
                else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
                else if (line.Length == 0)
                {
                    lock (_events) _events.Add(new ReceivedEvent(id, name, data, DateTimeOffset.UtcNow));
                    (id, name, data) = (null, "", "");
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or HttpRequestException)
        {
            // The stream is over, which is all that a follower can know.
        }
    }
}
