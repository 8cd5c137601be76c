using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>One pipeline: its policies, and the API endpoints that connections lead to.</summary>
internal static class PipelineSection
{
    public static JsonObject Of(Pipeline pipeline, ComposingContext context)
    {
        var policies = new JsonArray();
        foreach (var item in pipeline.Policies)
        {
            // Express Gateway runs only the first policy of an item, so each gets an item of its own.
            foreach (var (name, steps) in PolicySteps.Policies(item))
            {
                var known = PolicyNames.ToExpressGateway(name);
                policies.Add(new JsonObject { [known] = known == RateLimitKeys.Policy ? RateLimitKeys.Within(Steps(steps), context.Names) : Steps(steps) });
            }
        }
        var section = new JsonObject { ["policies"] = policies };
        if (pipeline.Name.Length > 0) section["friendlyName"] = pipeline.Name;
        var apiEndpoints = new JsonArray([.. context.Documents.Project.ApiEndpointIdsByPipeline[pipeline.Id].Select(id => JsonValue.Create(id))]);
        if (apiEndpoints.Count > 0) section["apiEndpoints"] = apiEndpoints;
        return section;
    }

    private static JsonArray? Steps(JsonNode? steps)
    {
        if (steps is null) return null;
        var pairs = new JsonArray();
        foreach (var pair in PolicySteps.Pairs(steps).OfType<JsonObject>())
        {
            var written = new JsonObject();
            foreach (var (name, value) in OrderedCopy.Members(pair))
            {
                // The gateway takes an absent condition for "always", and refuses one without a name.
                if (name == "id" || value is null || (name == "condition" && value is JsonObject { Count: 0 })) continue;
                written[name] = OrderedCopy.Of(value);
            }
            pairs.Add(written);
        }
        return pairs;
    }
}
