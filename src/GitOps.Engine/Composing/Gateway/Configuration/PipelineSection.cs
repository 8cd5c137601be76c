using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;

namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>One pipeline: its policies, and the API endpoints that connections lead to.</summary>
internal static class PipelineSection
{
    // A canvas numbers pairs, and may number what is in them.
    private const string Id = "id";

    public static JsonObject Of(Pipeline pipeline, ComposingContext context)
    {
        var policies = new JsonArray();
        foreach (var item in pipeline.Policies)
        {
            // Express Gateway runs only the first policy of an item, so each gets an item of its own.
            foreach (var (name, steps) in PolicySteps.Policies(item))
            {
                var known = PolicyNames.ToExpressGateway(name);
                policies.Add(new JsonObject { [known] = Steps(steps, PolicyNames.IsKnown(known)) });
            }
        }
        var section = new JsonObject { ["policies"] = policies };
        if (pipeline.Name.Length > 0) section["friendlyName"] = pipeline.Name;
        var apiEndpoints = new JsonArray([.. context.Documents.Project.ApiEndpointIdsByPipeline[pipeline.Id].Select(id => JsonValue.Create(id))]);
        if (apiEndpoints.Count > 0) section["apiEndpoints"] = apiEndpoints;
        return section;
    }

    private static JsonArray? Steps(JsonNode? steps, bool isKnown)
    {
        if (steps is null) return null;
        var pairs = new JsonArray();
        foreach (var pair in PolicySteps.Pairs(steps).OfType<JsonObject>())
        {
            var written = new JsonObject();
            if (pair["action"] is JsonObject action) written["action"] = isKnown ? Without(action, Id) : OrderedCopy.Of(action);
            // The gateway takes an absent condition for "always", and refuses one without a name.
            if (pair["condition"] is JsonObject { Count: > 0 } condition) written["condition"] = Condition(condition);
            pairs.Add(written);
        }
        return pairs;
    }

    /// <summary>A condition without what a canvas numbers it by, and so those inside.</summary>
    private static JsonObject Condition(JsonObject source)
    {
        var written = Without(source, Id);
        if (source["condition"] is JsonObject inner) written["condition"] = Condition(inner);
        if (source["conditions"] is JsonArray several) written["conditions"] = new JsonArray([.. several.Select(item => item is JsonObject one ? Condition(one) : OrderedCopy.Of(item))]);
        return written;
    }

    private static JsonObject Without(JsonObject source, string left)
    {
        var written = OrderedCopy.Of(source)!.AsObject();
        written.Remove(left);
        return written;
    }
}
