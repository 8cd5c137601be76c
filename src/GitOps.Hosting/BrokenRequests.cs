using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOps.Hosting;

/// <summary>
/// Ends requests that broke at the client's side: a connection that is gone, a body that is cut off, too large or too slow. That is no
/// failure of ours: it is answered with its status where anybody still reads, and costs a line at debug and no stack trace.
/// </summary>
internal sealed partial class BrokenRequests(RequestDelegate next, ILogger<BrokenRequests> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception failure) when (IsTheClients(failure, context))
        {
            LogBroken(logger, context.Request.Method, context.Request.Path.ToUriComponent(), failure.Message);
            if (context.Response.HasStarted) context.Abort();
            else context.Response.StatusCode = failure is BadHttpRequestException malformed ? malformed.StatusCode : StatusCodes.Status400BadRequest;
        }
    }

    private static bool IsTheClients(Exception failure, HttpContext context) => failure switch
    {
        BadHttpRequestException or ConnectionResetException or ConnectionAbortedException => true,
        IOException or OperationCanceledException => context.RequestAborted.IsCancellationRequested,
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} broke at the client's side: {Reason}")]
    private static partial void LogBroken(ILogger logger, string method, string path, string reason);
}
