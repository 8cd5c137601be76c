using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>Checks an applied object against the schema of its kind: undeclared fields, wrong types, doubled keys.</summary>
internal static class TypedValidation
{
    /// <exception cref="TypedValueException">The object does not fit; the message lists every place.</exception>
    public static void Check(JsonNode? value, SchemaType type)
    {
        var errors = new List<string>();
        Visit(value, type, null, errors);
        if (errors.Count == 0)
            return;
        throw new TypedValueException(errors.Count == 1 ? errors[0] : "errors:\n  " + string.Join("\n  ", errors));
    }

    private static void Visit(JsonNode? value, SchemaType type, FieldPath? path, List<string> errors)
    {
        if (value is null)
            return;
        void Report(string problem) => errors.Add(path is null ? problem : $"{path}: {problem}");
        switch (type.Kind)
        {
            case SchemaKind.Untyped:
                return;
            case SchemaKind.Struct or SchemaKind.Map:
                if (value is not JsonObject members)
                {
                    Report($"expected map, got &{{{value.ToJsonString()}}}");
                    return;
                }
                foreach (var (name, member) in members)
                {
                    var below = new FieldPath(path, "f:" + name);
                    if (type.Member(name) is { } memberType)
                        Visit(member, memberType, below, errors);
                    else
                        errors.Add($"{below}: field not declared in schema");
                }
                return;
            case SchemaKind.List:
                if (value is JsonArray items)
                    VisitItems(items, type, path, errors);
                else
                    Report($"expected list, got &{{{value.ToJsonString()}}}");
                return;
            default:
                if (ScalarProblem(type.Kind, value) is { } found)
                    Report(found);
                return;
        }
    }

    private static void VisitItems(JsonArray items, SchemaType type, FieldPath? path, List<string> errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var element = "i:" + i;
            if (type.Relationship != ListRelationship.Atomic)
            {
                try
                {
                    element = ListElements.PathElement(type, items[i]);
                }
                catch (TypedValueException exception)
                {
                    errors.Add($"{path}: element {i}: {exception.Message}");
                    continue;
                }
                if (!seen.Add(element))
                    errors.Add($"{path}: duplicate entries for key {new FieldPath(null, element)}");
            }
            Visit(items[i], type.Element!, new FieldPath(path, element), errors);
        }
    }

    private static string? ScalarProblem(SchemaKind kind, JsonNode value)
    {
        var found = value.GetValueKind();
        return kind switch
        {
            SchemaKind.Quantity or SchemaKind.IntOrString when found is JsonValueKind.Object or JsonValueKind.Array => Expected("scalar"),
            SchemaKind.Integer or SchemaKind.Number when found != JsonValueKind.Number => Expected("numeric (int or float)"),
            SchemaKind.Boolean when found is not (JsonValueKind.True or JsonValueKind.False) => Expected("boolean"),
            SchemaKind.String or SchemaKind.Bytes or SchemaKind.Time or SchemaKind.MicroTime when found != JsonValueKind.String => Expected("string"),
            _ => null,
        };

        string Expected(string what) => $"expected {what}, got &{{{value.ToJsonString()}}}";
    }
}
