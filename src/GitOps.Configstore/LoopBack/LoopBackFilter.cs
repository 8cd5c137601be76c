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

    /// <summary>Whether it says which instances are meant, be it all by an empty condition.</summary>
    public bool HasWhere => _filter["where"] is JsonObject;

    /// <summary>Names of the relations whose instances are to be given along.</summary>
    public IEnumerable<string> Included => (_filter["include"] switch
    {
        JsonArray several => several.ToList(),
        { } one => [one],
        null => [],
    }).Select(include => (include as JsonObject)?["relation"]?.ToString() ?? include?.ToString() ?? "");

    /// <summary>
    /// Reads <c>filter</c> as JSON or as <c>filter[where][name]=…</c>, or <c>where</c> as the routes for counting take it; false with the
    /// answer when it is none.
    /// </summary>
    public static bool TryRead(HttpContext context, out LoopBackFilter filter, out IResult? refusal)
    {
        (filter, refusal) = (new LoopBackFilter(BracketQuery.Read(context.Request.Query, "filter")), null);
        if (BracketQuery.Read(context.Request.Query, "where") is { Count: > 0 } conditions) filter._filter["where"] = conditions;
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

    /// <summary>The instances that its conditions let through, whole and all of them.</summary>
    public IReadOnlyList<JsonObject> Matching(IEnumerable<JsonObject> instances) => [.. instances.Where(Matches)];

    private bool Matches(JsonObject instance) =>
        _filter["where"] is not JsonObject where || where.All(condition => IsEqual(instance[condition.Key], condition.Value));

    /// <summary>A query says everything as text: <c>true</c> is the boolean too.</summary>
    private static bool IsEqual(JsonNode? value, JsonNode? wanted) =>
        JsonNode.DeepEquals(value, wanted)
        || (value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number
            && wanted?.GetValueKind() == JsonValueKind.String && value.ToJsonString() == wanted.GetValue<string>());

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
