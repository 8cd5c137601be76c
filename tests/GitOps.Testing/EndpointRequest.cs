using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Testing;

/// <summary>A request that reaches an endpoint of a running application: for what must hold of all of them, those yet to be written included.</summary>
public sealed record EndpointRequest(HttpMethod Method, string Path, RouteEndpoint Endpoint)
{
    /// <summary>The route as it was mapped, with one slash at its beginning.</summary>
    public string Pattern => $"/{Endpoint.RoutePattern.RawText!.Trim('/')}";

    public bool IsPublic => Endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    public bool Has(string parameter) => Endpoint.RoutePattern.GetParameter(parameter) is not null;

    /// <summary>All endpoints, with every method that they take.</summary>
    /// <param name="services">Of the application.</param>
    /// <param name="valueOf">The value of a route's parameter.</param>
    public static IReadOnlyList<EndpointRequest> All(IServiceProvider services, Func<string, string> valueOf) =>
    [
        .. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select new EndpointRequest(new HttpMethod(method), PathOf(endpoint, valueOf), endpoint),
    ];

    public override string ToString() => $"{Method} {Path}";

    private static string PathOf(RouteEndpoint endpoint, Func<string, string> valueOf) => "/" + string.Join('/', endpoint.RoutePattern.PathSegments
        .Select(segment => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => valueOf(parameter.Name),
            _ => "",
        }))));
}
