using System.Net;
using GitOps.Gitea.Errors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace GitOps.Gitea.Http;

/// <summary>
/// Lets a bounded number of requests out at once, and tries a call again when that is safe and may help: any call after
/// 429 or when it never left (no connection); calls that may be repeated also after 5xx, a time-out, a reset or a body
/// that broke off. Waits as long as Retry-After asks, otherwise exponentially with jitter; gives up at once when the
/// wait would outlast the call's time.
/// </summary>
/// <remarks>
/// Waiting for a slot costs a call none of its time, so that many calls at once are slow and not failures; and a call
/// that waits for its next try holds no slot, so that one that keeps failing delays no other.
/// </remarks>
internal sealed class RetryHandler : DelegatingHandler
{
    private static readonly ResiliencePropertyKey<Call> CallKey = new("gitea");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline = ResiliencePipeline<HttpResponseMessage>.Empty;
    private readonly SemaphoreSlim _slots;
    private readonly GiteaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public RetryHandler(GiteaOptions options, TimeProvider time, ILogger log, HttpMessageHandler inner)
        : base(inner)
    {
        (_options, _time, _log) = (options, time, log);
        _slots = new(options.MaxConcurrency);
        if (options.MaxRetries == 0)
        {
            return;
        }

        var retry = new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = options.MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.RetryDelay,
            ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments)),
            DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response ? RetryAfter(response, time) : null),
            OnRetry = OnRetry,
        };
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }.AddRetry(retry).Build();
    }

    /// <summary>The wait that an answer asks for, from now.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } wait ? wait : TimeSpan.Zero,
        _ => null,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(CallKey, new Call(request, _time.GetTimestamp()));
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, self) => new ValueTask<HttpResponseMessage>(self.SendOnceAsync(CallOf(context), context.CancellationToken)),
                context,
                this);
        }
        catch (TimeoutException error)
        {
            throw new GiteaUnavailableException(
                $"{RequestText.Of(request)}: {error.Message}. Check that Gitea is up and not overloaded; the time-outs are settings.", error);
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new GiteaTooLargeException(RequestText.Of(request), $"answers with more than {_options.MaxResponseBytes} bytes; so many are read");
        }
        catch (HttpRequestException error)
        {
            throw new GiteaUnavailableException(
                $"{RequestText.Of(request)}: {Cause(error)}. Check that Gitea is up and that its address is right.", error);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _slots.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    /// <summary>Contents are written on condition of a SHA: repeated after a lost answer, they would report a conflict with themselves.</summary>
    private static bool IsRepeatable(HttpRequestMessage request) =>
        (request.Method == HttpMethod.Get && !IsHeavy(request)) || request.Method == HttpMethod.Head
        || ((request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete)
            && request.RequestUri?.AbsolutePath.Contains("/contents/", StringComparison.Ordinal) != true);

    /// <summary>A whole tree that Gitea could not list would cost it as much again; who asks goes another way (<see cref="Objects.TreeWalk"/>).</summary>
    private static bool IsHeavy(HttpRequestMessage request) =>
        request.RequestUri is { } url && url.AbsolutePath.Contains("/git/trees/", StringComparison.Ordinal) && url.Query.Contains("recursive=true", StringComparison.OrdinalIgnoreCase);

    private static string Cause(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection broke off before the answer was whole",
        _ => error.GetBaseException().Message.TrimEnd('.'),
    };

    private async Task<HttpResponseMessage> SendOnceAsync(Call call, CancellationToken cancellation)
    {
        var waiting = _time.GetTimestamp();
        await _slots.WaitAsync(cancellation);
        try
        {
            call.Queued += _time.GetElapsedTime(waiting);
            var left = TimeLeft(call);
            if (left <= TimeSpan.Zero)
            {
                throw new TimeoutException($"no complete answer within {_options.TotalTimeout.TotalSeconds:0.##} s, the waits between the tries included");
            }

            var limit = left < _options.AttemptTimeout ? left : _options.AttemptTimeout;
            using var deadline = new CancellationTokenSource(limit, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
            try
            {
                return await base.SendAsync(call.Request, both.Token);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                throw new TimeoutException($"no complete answer within {limit.TotalSeconds:0.##} s");
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    private TimeSpan TimeLeft(Call call) => _options.TotalTimeout - (_time.GetElapsedTime(call.Started) - call.Queued);

    private bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        var call = CallOf(arguments.Context);
        if (arguments.Outcome.Result is { } response)
        {
            var isWorthwhile = response.StatusCode == HttpStatusCode.TooManyRequests
                || ((int)response.StatusCode >= 500 && IsRepeatable(call.Request));
            return isWorthwhile && (RetryAfter(response, _time) ?? TimeSpan.Zero) < TimeLeft(call);
        }

        return TimeLeft(call) > TimeSpan.Zero && arguments.Outcome.Exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
            HttpRequestException or TimeoutException => IsRepeatable(call.Request),
            _ => false,
        };
    }

    private ValueTask OnRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        _log.LogWarning(
            "{Request} failed ({Cause}); try {Try} of {Tries} in {Delay}",
            RequestText.Of(CallOf(arguments.Context).Request),
            arguments.Outcome.Result is { } response ? $"status {(int)response.StatusCode}" : Cause(arguments.Outcome.Exception!),
            arguments.AttemptNumber + 2,
            _options.MaxRetries + 1,
            arguments.RetryDelay);
        return ValueTask.CompletedTask;
    }

    private sealed class Call(HttpRequestMessage request, long started)
    {
        public HttpRequestMessage Request => request;

        public long Started => started;

        /// <summary>Time spent waiting for a slot, which does not count.</summary>
        public TimeSpan Queued { get; set; }
    }
}
