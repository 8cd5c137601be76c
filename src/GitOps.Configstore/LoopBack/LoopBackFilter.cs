using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Json;

namespace GitOps.Configstore.LoopBack;

/// <summary>The parts of LoopBack's <c>?filter=</c> that have a meaning for a handful of instances: <c>where</c> by equality, <c>fields</c>, <c>limit</c>, <c>skip</c> or <c>offset</c>.</summary>
internal sealed class LoopBackFilter
{
    private readonly JsonObject _filter;

    private LoopBackFilter(JsonObject filter) => _filter = filter;

    /// <summary>Reads <c>filter</c> as JSON, or <c>where</c> as the routes for counting take it; false with the answer when it is none.</summary>
    public static bool TryRead(HttpContext context, out LoopBackFilter filter, out IResult? refusal)
    {
        (filter, refusal) = (new LoopBackFilter([]), null);
        foreach (var (name, wrap) in ((string, bool)[])[("filter", false), ("where", true)])
        {
            if (context.Request.Query[name] is not [{ Length: > 0 } text]) continue;
            if (!StrictJson.TryParse(text, out var value, out _) || value is not JsonObject found)
            {
                refusal = LoopBackAnswers.Error(StatusCodes.Status400BadRequest, $"The {name} is no JSON object.");
                return false;
            }
            filter = new LoopBackFilter(wrap ? new JsonObject { ["where"] = found } : found);
            return true;
        }
        return true;
    }

    /// <summary>The instances that the filter lets through, with the fields that it asks for.</summary>
    public IReadOnlyList<JsonObject> Apply(IEnumerable<JsonObject> instances)
    {
        var found = instances.Where(Matches).Skip(Number("skip") ?? Number("offset") ?? 0);
        if (Number("limit") is { } limit) found = found.Take(limit);
        return [.. found.Select(WithFields)];
    }

    private bool Matches(JsonObject instance) =>
        _filter["where"] is not JsonObject where || where.All(condition => JsonNode.DeepEquals(instance[condition.Key], condition.Value));

    private JsonObject WithFields(JsonObject instance)
    {
        Func<string, bool>? isWanted = _filter["fields"] switch
        {
            JsonArray names => name => names.Any(wanted => wanted?.ToString() == name),
            JsonObject flags when flags.Any(flag => IsTrue(flag.Value)) => name => IsTrue(flags[name]),
            JsonObject flags => name => !flags.ContainsKey(name),
            _ => null,
        };
        return isWanted is null
            ? instance
            : new JsonObject(instance.Where(member => isWanted(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    private int? Number(string member) =>
        int.TryParse(_filter[member]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsTrue(JsonNode? value) => value?.GetValueKind() == JsonValueKind.True;
}
