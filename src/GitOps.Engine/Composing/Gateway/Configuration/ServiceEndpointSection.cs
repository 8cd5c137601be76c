using GitOps.Engine.Composing.Function;
using System.Text.Json.Nodes;
using GitOps.Engine.Composing.Workspace;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>Where a gateway can proxy to: service endpoints that it names, and every model and function on the canvas.</summary>
internal static class ServiceEndpointSection
{
    public static JsonObject Of(Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var section = new JsonObject();
        var named = Named(gateway);
        foreach (var endpoint in context.Documents.Project.ServiceEndpoints.Where(endpoint => named.Contains(endpoint.Id)))
        {
            var written = new JsonObject();
            if (endpoint.Name.Length > 0) written["friendlyName"] = endpoint.Name;
            if (endpoint.Urls.Count == 1) written["url"] = endpoint.Urls[0];
            else written["urls"] = new JsonArray([.. endpoint.Urls.Select(url => JsonValue.Create(url))]);
            section[endpoint.Id] = written;
        }

        var workspace = $"http://{context.Names.Service(context.Names.Object(WorkspaceKind.App))}:{WorkspaceKind.ProjectPort}/api/";
        foreach (var model in context.Documents.Models)
        {
            if (model.LunchBadgerId is { } id)
                section[id] = new JsonObject { ["friendlyName"] = model.Name, ["url"] = workspace + model.HttpPath };
        }
        foreach (var service in context.Documents.Services)
        {
            if (service.LunchBadgerId is not { } id) continue;
            // Where this system deploys it; elsewhere only when somebody else does, and never out of a namespace that is the producer's own.
            var @namespace = context.Names.IsNamespaceItsOwn || FunctionReader.IsOurs(service, context.Settings) ? context.Names.Namespace : service.Namespace ?? context.Names.Namespace;
            section[id] = new JsonObject { ["url"] = $"http://{context.Names.Function(service.Service)}.{@namespace}:8080" };
        }
        return section;
    }

    private static HashSet<string> Named(Model.LunchBadger.Gateway gateway) =>
        gateway.Pipelines
            .SelectMany(pipeline => pipeline.Policies)
            .SelectMany(PolicySteps.Policies)
            .Where(policy => policy.Key == PolicyNames.Proxy)
            .SelectMany(policy => PolicySteps.Pairs(policy.Value))
            .Select(PolicySteps.ServiceEndpoint)
            .Select(id => id?.ToString())
            .OfType<string>()
            .ToHashSet(StringComparer.Ordinal);
}
