using System.Net;

namespace GitOps.Kubernetes.Transport;

/// <summary>A successful answer: its whole body, or the response whose body is still to come. Disposed by who asked.</summary>
internal readonly struct ApiAnswer : IDisposable
{
    private readonly PooledBody? _body;
    private readonly HttpResponseMessage? _response;

    public ApiAnswer(HttpStatusCode code, PooledBody body)
    {
        Code = code;
        _body = body;
    }

    public ApiAnswer(HttpResponseMessage response)
    {
        Code = response.StatusCode;
        _response = response;
    }

    public HttpStatusCode Code { get; }

    public ReadOnlyMemory<byte> Body => _body!.Memory;

    public HttpResponseMessage Response => _response!;

    public void Dispose()
    {
        _body?.Dispose();
        _response?.Dispose();
    }
}
