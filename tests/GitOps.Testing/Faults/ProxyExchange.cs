using System.Buffers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GitOps.Testing.Faults;

/// <summary>One request on its way through a proxy: what a fault can do with it.</summary>
internal sealed class ProxyExchange(
    HttpContext context, ProxiedRequest request, HttpClient upstream, ProxyGate gate, CancellationToken cancellation)
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Host", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade",
    };

    public IHeaderDictionary RequestHeaders => context.Request.Headers;

    public HttpResponse Response => context.Response;

    /// <summary>Ends when the client goes away or the proxy is told to reset what is open.</summary>
    public CancellationToken Cancellation => cancellation;

    public async Task PassAsync()
    {
        using var answer = await AskAsync();
        Begin(answer);
        await CopyAsync(answer);
    }

    /// <summary>Sends the request on and returns as soon as the answer's headers are there.</summary>
    public async Task<HttpResponseMessage> AskAsync()
    {
        // As it came: a path that begins with two slashes would lead to another host, and one with dots would be made simpler.
        var url = new Uri(
            upstream.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.Path + request.Query,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var message = new HttpRequestMessage(new(request.Method), url);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            message.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers)
        {
            if (!HopByHop.Contains(name) && !message.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        return await upstream.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Cancellation);
    }

    public void Begin(int status, string contentType)
    {
        request.Answered(status);
        Response.StatusCode = status;
        Response.ContentType = contentType;
    }

    /// <summary>Takes over the status and headers of the server's answer.</summary>
    public void Begin(HttpResponseMessage answer)
    {
        request.Answered((int)answer.StatusCode);
        Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (!HopByHop.Contains(name))
            {
                Response.Headers[name] = values.ToArray();
            }
        }
    }

    /// <summary>Copies the body as it comes, piece by piece, up to a limit; a pause of the proxy holds it.</summary>
    public async Task CopyAsync(HttpResponseMessage answer, long limit = long.MaxValue)
    {
        // A stream's headers come before its first event does.
        await Response.Body.FlushAsync(Cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            while (limit > 0)
            {
                var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit)), Cancellation);
                if (read == 0)
                {
                    return;
                }

                await gate.WaitAsync(Cancellation);
                await Response.Body.WriteAsync(buffer.AsMemory(0, read), Cancellation);
                await Response.Body.FlushAsync(Cancellation);
                limit -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Resets the connection; what was not sent yet is lost.</summary>
    public void Reset()
    {
        try
        {
            // Without lingering, closing sends RST rather than FIN.
            context.Features.Get<IConnectionSocketFeature>()?.Socket.LingerState = new LingerOption(true, 0);
        }
        catch (ObjectDisposedException)
        {
            // The client was faster: the connection is closed already.
        }

        context.Abort();
    }

    /// <summary>Ends the connection after what was sent so far, in the middle of the answer.</summary>
    /// <exception cref="BrokenAnswerException">Always: the web server closes the connection on it.</exception>
    public void Break() => throw new BrokenAnswerException($"{request.Method} {request.Path} was broken on purpose.");
}
