using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;
using GitOps.Model.LunchBadger.Parameters;

namespace GitOps.Model.Schemas;

/// <summary>
/// Writes as JSON Schema what policies, conditions and endpoints take, from the tables that the validation reads: the two cannot
/// disagree. What a schema cannot say is left open, never refused.
/// </summary>
internal static class ParameterSchemas
{
    private const string Number = @"^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$";

    private const string Id = "id";

    private static readonly string[] Aliases = ["rate-limiter", "simple-logger"];

    /// <summary>The definitions <c>policy</c>, <c>condition</c>, <c>apiEndpointParameters</c> and <c>system</c>.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Definitions()
    {
        yield return KeyValuePair.Create<string, JsonNode?>("policy", Policy());
        yield return KeyValuePair.Create<string, JsonNode?>("condition", Condition());
        yield return KeyValuePair.Create<string, JsonNode?>("apiEndpointParameters", Members(KnownEndpoints.ApiEndpoint));
        yield return KeyValuePair.Create<string, JsonNode?>("system", Members(KnownSystem.System));
    }

    private static JsonObject Policy()
    {
        var properties = new JsonObject { ["id"] = new JsonObject { ["description"] = "The canvas's own" } };
        foreach (var name in KnownPolicies.ByName.Keys.Concat(Aliases)) properties[name] = Steps(KnownPolicies.ByName[PolicyNames.ToExpressGateway(name)]);
        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = "A policy's name with its condition and action pairs, beside an id",
            ["properties"] = properties,
            ["if"] = new JsonObject { ["required"] = new JsonArray("id") },
            ["then"] = new JsonObject { ["minProperties"] = 2 },
            ["else"] = new JsonObject { ["minProperties"] = 1 },
        };
    }

    /// <summary>Pairs of one policy: an array of them, or one alone; none when nothing is required.</summary>
    private static JsonObject Steps(ParameterList list)
    {
        var requires = list.Parameters.Any(parameter => parameter.Required) || list.ExactlyOneOf.Count > 0 || list.AtLeastOneOf.Count > 0;
        var pair = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["action"] = requires ? Members(list, Id) : AnyOf(new JsonObject { ["type"] = "null" }, Members(list, Id)),
                ["condition"] = AnyOf(new JsonObject { ["type"] = "null" }, new JsonObject { ["type"] = "object", ["maxProperties"] = 0 }, Reference("condition")),
            },
        };
        if (requires) pair["required"] = new JsonArray("action");
        var array = new JsonObject { ["type"] = "array", ["items"] = AnyOf(new JsonObject { ["type"] = "null" }, pair) };
        if (requires) array["minItems"] = 1;
        return requires ? AnyOf(array, (JsonObject)pair.DeepClone()) : AnyOf(new JsonObject { ["type"] = "null" }, array, (JsonObject)pair.DeepClone());
    }

    private static JsonObject Condition()
    {
        var rules = new JsonArray();
        foreach (var (name, parameters) in KnownConditions.ByName)
        {
            rules.Add(new JsonObject
            {
                ["if"] = new JsonObject { ["properties"] = new JsonObject { ["name"] = new JsonObject { ["const"] = name } }, ["required"] = new JsonArray("name") },
                ["then"] = Members(parameters, "name", Id),
            });
        }
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("name"),
            ["properties"] = new JsonObject { ["name"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean", "null"), ["examples"] = new JsonArray([.. KnownConditions.ByName.Keys.Select(name => JsonValue.Create(name))]) } },
            ["allOf"] = rules,
        };
    }

    private static JsonObject Members(ParameterList list, params ReadOnlySpan<string> besides)
    {
        var properties = new JsonObject();
        foreach (var parameter in list.Parameters) properties[parameter.Name] = list.NullIsNone ? AnyOf(Types("null"), Value(parameter)) : Value(parameter);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (!list.IsOpen)
        {
            foreach (var name in besides) properties[name] = true;
            schema["additionalProperties"] = list.NullIsNone ? Types("null") : false;
        }
        if (list.Parameters.Any(parameter => parameter.Required))
            schema["required"] = new JsonArray([.. list.Parameters.Where(parameter => parameter.Required).Select(parameter => JsonValue.Create(parameter.Name))]);
        if (list.ExactlyOneOf.Count > 0) schema["oneOf"] = Required(list.ExactlyOneOf);
        if (list.AtLeastOneOf.Count > 0) schema["anyOf"] = Required(list.AtLeastOneOf);
        var rules = list.Parameters.Where(parameter => parameter.RequiredWith is not null).Select(parameter => (JsonNode)new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { [parameter.RequiredWith!.Value.Name] = new JsonObject { ["const"] = parameter.RequiredWith.Value.Value } },
                ["required"] = new JsonArray(parameter.RequiredWith.Value.Name),
            },
            ["then"] = new JsonObject { ["required"] = new JsonArray(parameter.Name) },
        }).ToArray();
        if (rules.Length > 0) schema["allOf"] = new JsonArray(rules);
        return schema;
    }

    private static JsonArray Required(IReadOnlyList<string> names) =>
        new([.. names.Select(name => (JsonNode)new JsonObject { ["required"] = new JsonArray(name) })]);

    private static JsonObject Value(Parameter parameter) => parameter.Type switch
    {
        ParameterType.FilledText or ParameterType.ImageFile => AnyOf(new JsonObject { ["type"] = "string", ["minLength"] = 1 }, Types("number", "boolean")),
        ParameterType.Flag or ParameterType.Redirects or ParameterType.RawRedirects => new JsonObject { ["enum"] = new JsonArray(true, false, "true", "false", 1, 0, null) },
        ParameterType.Integer => AnyOf(Types("integer", "boolean", "null"), new JsonObject { ["type"] = "string", ["pattern"] = Number }),
        ParameterType.Number => AnyOf(Types("number", "boolean", "null"), new JsonObject { ["type"] = "string", ["pattern"] = Number }),
        ParameterType.Texts => new JsonObject { ["type"] = "array", ["items"] = Text(parameter) },
        ParameterType.DistinctTexts => new JsonObject { ["type"] = new JsonArray("array", "null"), ["items"] = Text(parameter), ["uniqueItems"] = true },
        ParameterType.TextOrTexts => AnyOf(Text(parameter), new JsonObject { ["type"] = "array", ["items"] = Text(parameter) }),
        ParameterType.Url => new JsonObject { ["type"] = "string", ["pattern"] = "^[hH][tT][tT][pP][sS]?://" },
        ParameterType.OptionalUrl or ParameterType.ProxyUrl => new JsonObject { ["type"] = new JsonArray("string", "null"), ["pattern"] = @"^$|^[A-Za-z][A-Za-z0-9+.\-]*://" },
        ParameterType.Host => new JsonObject { ["type"] = "string", ["minLength"] = 1 },
        ParameterType.Anything => [],
        ParameterType.HttpMethods => AnyOf(Types("string", "null"), new JsonObject { ["type"] = "array", ["items"] = Types("string", "null") }),
        ParameterType.Members or ParameterType.Schema => Types("object"),
        ParameterType.Values => new JsonObject { ["type"] = "object", ["minProperties"] = 1, ["additionalProperties"] = Types("string", "number", "boolean", "null") },
        ParameterType.Parameters => Members(parameter.Inner!),
        ParameterType.Condition => Reference("condition"),
        ParameterType.Conditions => new JsonObject { ["type"] = "array", ["items"] = Reference("condition") },
        _ => Text(parameter),
    };

    private static JsonObject Text(Parameter parameter) => parameter.Choices.Count == 0
        ? Types("string", "number", "boolean", "null")
        : new JsonObject { ["enum"] = new JsonArray([.. parameter.Choices.Select(choice => JsonValue.Create(choice))]) };

    private static JsonObject Types(params string[] names) => new()
    {
        ["type"] = names.Length == 1 ? names[0] : new JsonArray([.. names.Select(name => JsonValue.Create(name))]),
    };

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    private static JsonObject AnyOf(params JsonNode[] schemas) => new() { ["anyOf"] = new JsonArray(schemas) };
}
