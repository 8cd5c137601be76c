using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GitOps.Testing.Faults;

/// <summary>
/// Something that goes wrong between a client and a server: what happens, to which requests, how often. By itself a fault
/// befalls every request; the methods narrow it.
/// </summary>
/// <example><c>proxy.Faults.Add(Fault.Status(503).On("GET", "/api/v1/repos/*").Times(2));</c></example>
public sealed record Fault
{
    private Fault(string what, Func<ProxyExchange, Task> happen)
    {
        What = what;
        HappenAsync = happen;
    }

    internal string What { get; }

    internal Func<ProxyExchange, Task> HappenAsync { get; }

    internal Func<ProxiedRequest, bool> Matches { get; private init; } = _ => true;

    internal int Skipped { get; private init; }

    internal int Limit { get; private init; } = int.MaxValue;

    /// <summary>The request goes through untouched: an exception to the faults added after it.</summary>
    public static Fault None() => new("none", exchange => exchange.PassAsync());

    /// <summary>The server is not asked; the answer is this.</summary>
    /// <param name="retryAfter">Sent in whole seconds, rounded up.</param>
    public static Fault Status(
        int status, string body = "", TimeSpan? retryAfter = null, string contentType = "application/json")
        => new($"status {status}", async exchange =>
        {
            exchange.Begin(status, contentType);
            if (retryAfter is { } wait)
            {
                exchange.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            }

            var bytes = Encoding.UTF8.GetBytes(body);
            exchange.Response.ContentLength = bytes.Length;
            await exchange.Response.Body.WriteAsync(bytes, exchange.Cancellation);
        });

    /// <summary>The server is asked after this time only.</summary>
    public static Fault Delay(TimeSpan time) => new($"delay of {time}", async exchange =>
    {
        await Task.Delay(time, exchange.Cancellation);
        await exchange.PassAsync();
    });

    /// <summary>Nothing ever happens: the client has to give up.</summary>
    public static Fault Hang()
        => new("hang", exchange => Task.Delay(Timeout.InfiniteTimeSpan, exchange.Cancellation));

    /// <summary>The connection is reset and the server is not asked.</summary>
    public static Fault Reset() => new("reset", exchange =>
    {
        exchange.Reset();
        return Task.CompletedTask;
    });

    /// <summary>The server is asked and does what it does, but its answer is lost: the connection is reset.</summary>
    public static Fault LoseAnswer() => new("lost answer", async exchange =>
    {
        using var answer = await exchange.AskAsync();
        await answer.Content.CopyToAsync(Stream.Null, exchange.Cancellation);
        exchange.Reset();
    });

    /// <summary>The connection breaks after so many bytes of the answer's body: a client can tell.</summary>
    public static Fault BreakAfter(int bytes) => new($"break after {bytes} bytes", async exchange =>
    {
        using var answer = await exchange.AskAsync();
        exchange.Begin(answer);
        await exchange.CopyAsync(answer, bytes);
        exchange.Break();
    });

    /// <summary>The answer's body ends after so many bytes, in good order: only its content can tell.</summary>
    public static Fault TruncateAfter(int bytes) => new($"truncation after {bytes} bytes", async exchange =>
    {
        using var answer = await exchange.AskAsync();
        exchange.Begin(answer);
        exchange.Response.ContentLength = null;
        await exchange.CopyAsync(answer, bytes);
    });

    /// <summary>The answer's body is another, made from the server's.</summary>
    public static Fault RewriteBody(Func<string, string> rewrite) => new("rewritten body", async exchange =>
    {
        using var answer = await exchange.AskAsync();
        var body = Encoding.UTF8.GetBytes(rewrite(await answer.Content.ReadAsStringAsync(exchange.Cancellation)));
        exchange.Begin(answer);
        exchange.Response.ContentLength = body.Length;
        await exchange.Response.Body.WriteAsync(body, exchange.Cancellation);
    });

    /// <summary>A header of the answer has another value, or is missing (null).</summary>
    public static Fault RewriteHeader(string name, string? value) => new($"rewritten {name}", async exchange =>
    {
        using var answer = await exchange.AskAsync();
        exchange.Begin(answer);
        exchange.Response.Headers[name] = value;
        await exchange.CopyAsync(answer);
    });

    /// <summary>The server is asked with another value of a header, or with one more.</summary>
    public static Fault RewriteRequestHeader(string name, string value) => new($"rewritten {name} of the request", async exchange =>
    {
        exchange.RequestHeaders[name] = value;
        await exchange.PassAsync();
    });

    /// <summary>Only requests of this method whose path fits; <c>*</c> in the path stands for anything.</summary>
    public Fault On(string method, string path)
    {
        var pattern = new Regex(
            $"^{Regex.Escape(path).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);
        return When(request => request.Method == method && pattern.IsMatch(request.Path));
    }

    /// <summary>Only requests that satisfy this too.</summary>
    public Fault When(Func<ProxiedRequest, bool> matches)
    {
        var before = Matches;
        return this with { Matches = request => before(request) && matches(request) };
    }

    /// <summary>Only so many requests of those that fit.</summary>
    public Fault Times(int count) => this with { Limit = count };

    /// <summary>Only after so many requests of those that fit have gone through.</summary>
    public Fault After(int count) => this with { Skipped = count };

    public override string ToString() => What;
}
