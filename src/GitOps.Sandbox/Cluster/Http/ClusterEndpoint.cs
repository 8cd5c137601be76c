using GitOps.Sandbox.Cluster.Discovery;
using GitOps.Sandbox.Cluster.Errors;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>The door of the API server: authentication, the paths that are no resources, and errors as Status objects.</summary>
internal sealed class ClusterEndpoint(SandboxCluster cluster, ResourceEndpoint resources, DiscoveryDocuments discovery, ILogger<ClusterEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var path = context.Request.Path.Value ?? "/";
            if (path is "/healthz" or "/readyz" or "/livez" || path.StartsWith("/readyz/", StringComparison.Ordinal))
            {
                await context.Response.WriteAsync("ok");
                return;
            }
            if (!BearerToken.Allows(context.Request, cluster.Options.Token))
                throw ApiErrors.Unauthorized();
            var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (RequestTarget.Parse(segments, cluster.Catalog) is { } target)
                await resources.HandleAsync(context, target);
            else
                await DescribeAsync(context, segments);
        }
        catch (ApiException error)
        {
            await FailAsync(context, error);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody reads an answer.
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
            await FailAsync(context, new ApiException(500, "InternalError", $"Internal error occurred: {exception.Message}"));
        }
    }

    private async Task DescribeAsync(HttpContext context, string[] segments)
    {
        cluster.Requests.Count("get", "discovery");
        if (!HttpMethods.IsGet(context.Request.Method))
            throw ApiErrors.PathNotFound();
        var document = segments switch
        {
            ["version"] => DiscoveryDocuments.Version,
            ["api"] => DiscoveryDocuments.CoreVersions(context.Request.Host.Value ?? ""),
            ["apis"] => discovery.Groups(),
            ["apis", var name] => discovery.Group(name),
            ["api", var version] => discovery.Resources("", version),
            ["apis", var name, var version] => discovery.Resources(name, version),
            _ => null,
        };
        if (document is not null)
        {
            await ResponseWriter.WriteAsync(context, 200, document);
        }
        else if (segments is ["openapi", "v2"])
        {
            var protobuf = context.Request.Headers.Accept.ToString().Contains("protobuf", StringComparison.Ordinal);
            context.Response.ContentType = protobuf ? OpenApiDocument.ProtobufType : ResponseWriter.JsonType;
            await context.Response.Body.WriteAsync(protobuf ? OpenApiDocument.Protobuf : System.Text.Encoding.UTF8.GetBytes(OpenApiDocument.Json), context.RequestAborted);
        }
        else if (segments is ["api", var served, ..] && cluster.Catalog.HasVersion("", served)
            || segments is ["apis", var group, var known, ..] && cluster.Catalog.HasVersion(group, known))
        {
            throw ApiErrors.PathNotFound();
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
        }
    }

    private static async Task FailAsync(HttpContext context, ApiException error)
    {
        // Once an answer has begun, ending the connection is the only way to say that it is not complete.
        if (context.Response.HasStarted)
            context.Abort();
        else
            await ResponseWriter.WriteErrorAsync(context, error);
    }
}
