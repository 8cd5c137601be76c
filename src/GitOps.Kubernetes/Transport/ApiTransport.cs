using System.Net;
using System.Net.Http.Headers;
using GitOps.Kubernetes.Authentication;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using Microsoft.Extensions.Logging;

namespace GitOps.Kubernetes.Transport;

/// <summary>
/// Sends requests with credentials, a deadline and bounded repetition, and turns whatever is no success into a
/// <see cref="KubernetesException"/>.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly ConnectionPool _connections;
    private readonly ICredentialSource _credentials;
    private readonly KubernetesClientConfiguration _configuration;
    private readonly string _root;
    private readonly ILogger _logger;

    public ApiTransport(KubernetesClientConfiguration configuration, TimeProvider time, ILogger logger)
    {
        _configuration = configuration;
        _credentials = configuration.CreateCredentialSource(time);
        _connections = new ConnectionPool(configuration, _credentials);
        _root = configuration.ToString().TrimEnd('/');
        _logger = logger;
        Time = time;
    }

    public TimeProvider Time { get; }

    /// <summary>Sends until there is an answer that counts.</summary>
    /// <exception cref="KubernetesException">The server refused, or could not be reached in all attempts.</exception>
    public async ValueTask<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellation)
    {
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            KubernetesException failure;
            var credential = await _credentials.GetAsync(cancellation);
            using (var deadline = new RequestDeadline(request.Patient ? Timeout.InfiniteTimeSpan : _configuration.RequestTimeout, Time, cancellation))
            {
                try
                {
                    var outcome = await AttemptAsync(request, credential, deadline.Token);
                    if (outcome.Failure is null) return outcome.Answer;
                    failure = outcome.Failure;
                }
                catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
                {
                    cancellation.ThrowIfCancellationRequested();
                    failure = Broken(request, error, deadline);
                }
            }

            if (failure is UnauthorizedException && !renewed && _credentials.Renew(credential))
            {
                renewed = true;
                if (credential.Certificate is not null) _connections.Renew();
                continue;
            }
            if (attempt >= _configuration.Retry.MaxAttempts || !MayRepeat(request, failure)) throw failure;

            var delay = _configuration.Retry.DelayAfter(attempt, failure.RetryAfter);
            _logger.LogDebug("Attempt {Attempt} failed, next in {Delay} ms: {Reason}", attempt, (long)delay.TotalMilliseconds, failure.Message);
            await Task.Delay(delay, Time, cancellation);
        }
    }

    public void Dispose()
    {
        _connections.Dispose();
        (_credentials as IDisposable)?.Dispose();
    }

    private async ValueTask<(ApiAnswer Answer, KubernetesException? Failure)> AttemptAsync(ApiRequest request, Credential credential, CancellationToken cancellation)
    {
        using var message = Message(request, credential);
        var response = await _connections.Current.SendAsync(message, cancellation);
        var keep = false;
        try
        {
            if (request.Streaming && response.IsSuccessStatusCode)
            {
                keep = true;
                return (new ApiAnswer(response), null);
            }

            var body = await PooledBody.ReadAsync(response, cancellation);
            if (response.IsSuccessStatusCode) return (new ApiAnswer(response.StatusCode, body), null);
            using (body)
            {
                var status = ApiStatus.Parse(body.Memory);
                if (RetryAfter(response.Headers.RetryAfter) is { } wait) status = status with { RetryAfter = wait };
                return (default, ErrorFactory.Create(request.Action, response.StatusCode, status));
            }
        }
        finally
        {
            if (!keep) response.Dispose();
        }
    }

    private HttpRequestMessage Message(in ApiRequest request, Credential credential)
    {
        var message = new HttpRequestMessage(request.Method, _root + request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.Accept.Add(request.Accept ?? MediaTypes.AcceptJson);
        message.Headers.TryAddWithoutValidation("User-Agent", _configuration.UserAgent);
        if (credential.Authorization is { } authorization) message.Headers.Authorization = authorization;
        if (_configuration.TlsServerName is { Length: > 0 } name) message.Headers.Host = name;
        foreach (var (header, value) in _configuration.ImpersonationHeaders) message.Headers.TryAddWithoutValidation(header, value);
        if (request.ContentType is { } type)
        {
            message.Content = new ReadOnlyMemoryContent(request.Body);
            message.Content.Headers.ContentType = type;
        }
        return message;
    }

    private bool MayRepeat(in ApiRequest request, KubernetesException failure)
    {
        if (failure.RetryAfter > _configuration.Retry.MaxRetryAfter) return false;
        return failure switch
        {
            TooManyRequestsException => true,
            UnreachableException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError } } => false,
            // Nothing was sent.
            UnreachableException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } } => true,
            _ => request.Idempotent && failure.IsTransient && failure.StatusCode != HttpStatusCode.NotImplemented,
        };
    }

    private UnreachableException Broken(in ApiRequest request, Exception error, RequestDeadline deadline)
    {
        var server = $"{_configuration.Server.Scheme}://{_configuration.Server.Authority}";
        return deadline.HasPassed
            ? new UnreachableException($"Could not {request.Action}: {server} did not answer within {_configuration.RequestTimeout.TotalSeconds:0.#} s. Check that the API server is up and not overloaded.", error)
            : new UnreachableException($"Could not {request.Action}: no answer from {server} ({Innermost(error)}). Check that it is up, that the address is right and that nothing on the way breaks connections.", error);
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > Time.GetUtcNow() ? date - Time.GetUtcNow() : null);

    private static string Innermost(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error.Message.TrimEnd('.');
    }
}
