using System.Net.Http.Headers;
using System.Text;
using GitOps.Attack.Identities;

namespace GitOps.Attack.Sending;

/// <summary>Sends requests to one server as they are: no redirect is followed, no cookie kept, no path made simpler.</summary>
public sealed class Prober : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public Prober(Uri root) => Root = new Uri(root.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");

    public Uri Root { get; }

    /// <summary>How many requests were sent.</summary>
    public int Sent => _sent;

    private int _sent;

    public Task<Answer> SendAsync(Probe probe, CancellationToken cancellation) => SendAsync(probe, Identity.Nobody, cancellation);

    /// <exception cref="HttpRequestException">The server cannot be reached, twice.</exception>
    public async Task<Answer> SendAsync(Probe probe, Identity identity, CancellationToken cancellation)
    {
        try
        {
            return await SendOnceAsync(probe, identity, cancellation);
        }
        catch (HttpRequestException)
        {
            // A connection that was idle may be closed in the moment in which it is used.
            return await SendOnceAsync(probe, identity, cancellation);
        }
    }

    private async Task<Answer> SendOnceAsync(Probe probe, Identity identity, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _sent);
        var url = new Uri(Root.AbsoluteUri.TrimEnd('/') + probe.Path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(probe.Method), url);
        if (probe.Body is { } body) request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(probe.ContentType));
        foreach (var (name, value) in identity.Headers.Concat(probe.Headers)) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var isEndless = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        return new Answer((int)answer.StatusCode, isEndless ? "" : await ReadAsync(answer, probe.MaxAnswerBytes, cancellation), answer.Headers.Location?.OriginalString)
        {
            Cookies = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [],
        };
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer, int max, CancellationToken cancellation)
    {
        await using var stream = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[max];
        return Encoding.UTF8.GetString(buffer, 0, await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation));
    }

    public void Dispose() => _http.Dispose();
}
