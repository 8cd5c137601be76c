using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>The API endpoints that a gateway's pipelines serve, in the order of the project.</summary>
internal static class ApiEndpointSection
{
    private const string AnyHost = "*";

    public static JsonObject Of(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var served = gateway.Pipelines.SelectMany(pipeline => context.Documents.Project.ApiEndpointIdsByPipeline[pipeline.Id]).ToHashSet(StringComparer.Ordinal);
        var section = new JsonObject();
        foreach (var endpoint in context.Documents.Project.ApiEndpoints)
        {
            if (!served.Contains(endpoint.Id)) continue;
            var written = new JsonObject { ["host"] = endpoint.Host is AnyHost or "" ? GatewayRoutes.Host(gateway, context) : endpoint.Host };
            foreach (var (name, value) in OrderedCopy.Members(endpoint.Source))
            {
                // What only a canvas reads stays out, and an empty list of methods would let none through, where a canvas means all.
                if (!ApiEndpoint.Parameters.Contains(name) || value is null or JsonArray { Count: 0 }) continue;
                written[name] = OrderedCopy.Of(value);
            }
            if (endpoint.Name.Length > 0) written["friendlyName"] = endpoint.Name;
            section[endpoint.Id] = written;
        }
        return section;
    }
}
