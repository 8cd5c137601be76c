using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GitOps.Hosting.Browsers;

/// <summary>For servers of this machine alone that ask for no credential.</summary>
public static class LoopbackOnly
{
    /// <summary>Answers 403 to what a page of another origin asks, and to what is not asked of a loopback name or address.</summary>
    public static IApplicationBuilder UseLoopbackOnly(this IApplicationBuilder app)
    {
        var pages = new WebPages([]);
        return app.Use(async (context, next) =>
        {
            if (pages.Refusal(context.Request) is not { } reason)
            {
                await next(context);
                return;
            }
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(reason, context.RequestAborted);
        });
    }
}
