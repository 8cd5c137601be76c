using System.Net;
using GitOps.Gitea.Errors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace GitOps.Gitea.Http;

/// <summary>
/// Tries a call again when that is safe and may help: any call after 429 or when it never left (no connection); calls
/// that may be repeated also after 5xx, a time-out, a reset or a body that broke off. Waits as long as Retry-After asks,
/// otherwise exponentially with jitter; gives up at once when the wait would outlast the call's time.
/// </summary>
internal sealed class RetryHandler : DelegatingHandler
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly GiteaOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public RetryHandler(GiteaOptions options, TimeProvider time, ILogger log, HttpMessageHandler inner)
        : base(inner)
    {
        (_options, _time, _log) = (options, time, log);
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        builder.AddTimeout(options.TotalTimeout);
        if (options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments)),
                DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response ? RetryAfter(response, time) : null),
                OnRetry = OnRetry,
            });
        }

        builder.AddTimeout(options.AttemptTimeout);
        _pipeline = builder.Build();
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
        context.Properties.Set(State.Key, new State(request, _time.GetTimestamp()));
        try
        {
            return await _pipeline.ExecuteAsync(
                static (context, self) => new ValueTask<HttpResponseMessage>(
                    self.SendOnceAsync(context.Properties.GetValue(State.Key, null!).Request, context.CancellationToken)),
                context,
                this);
        }
        catch (TimeoutRejectedException error)
        {
            throw new GiteaUnavailableException(
                $"{RequestText.Of(request)}: no complete answer within {error.Timeout.TotalSeconds:0.##} s. "
                + "Check that Gitea is up and not overloaded; the time-outs are settings.",
                error);
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

    private Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        base.SendAsync(request, cancellation);

    private bool ShouldRetry(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        var state = arguments.Context.Properties.GetValue(State.Key, null!);
        if (arguments.Outcome.Result is { } response)
        {
            var worthwhile = response.StatusCode == HttpStatusCode.TooManyRequests
                || ((int)response.StatusCode >= 500 && IsRepeatable(state.Request));
            return worthwhile
                && (RetryAfter(response, _time) ?? TimeSpan.Zero) < _options.TotalTimeout - _time.GetElapsedTime(state.Started);
        }

        return arguments.Outcome.Exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => true,
            HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => false,
            HttpRequestException or TimeoutRejectedException => IsRepeatable(state.Request),
            _ => false,
        };
    }

    /// <summary>Contents are written on condition of a SHA: repeated after a lost answer, they would report a conflict with themselves.</summary>
    private static bool IsRepeatable(HttpRequestMessage request) =>
        request.Method == HttpMethod.Get || request.Method == HttpMethod.Head
        || ((request.Method == HttpMethod.Put || request.Method == HttpMethod.Delete)
            && request.RequestUri?.AbsolutePath.Contains("/contents", StringComparison.Ordinal) != true);

    private ValueTask OnRetry(OnRetryArguments<HttpResponseMessage> arguments)
    {
        _log.LogWarning(
            "{Request} failed ({Cause}); try {Try} of {Tries} in {Delay}",
            RequestText.Of(arguments.Context.Properties.GetValue(State.Key, null!).Request),
            arguments.Outcome.Result is { } response ? $"status {(int)response.StatusCode}" : Cause(arguments.Outcome.Exception!),
            arguments.AttemptNumber + 2,
            _options.MaxRetries + 1,
            arguments.RetryDelay);
        arguments.Outcome.Result?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Cause(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection broke off before the answer was whole",
        TimeoutRejectedException timeout => $"no answer within {timeout.Timeout.TotalSeconds:0.##} s",
        _ => error.GetBaseException().Message.TrimEnd('.'),
    };

    private sealed record State(HttpRequestMessage Request, long Started)
    {
        public static readonly ResiliencePropertyKey<State> Key = new("gitea");
    }
}
