using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>
/// Gives an object the form in which a Kubernetes API server stores and returns it: fields that the type does not declare
/// are dropped, zero values are left out unless the declaration always writes them, times lose their fractions.
/// </summary>
internal static class ObjectNormalizer
{
    /// <exception cref="SchemaMismatchException">A value has another type than the declaration.</exception>
    public static JsonObject Normalize(JsonObject value, SchemaType type) =>
        type.Kind == SchemaKind.Untyped ? (JsonObject)value.DeepClone() : Struct(value, type.Struct!, "");

    private static JsonObject Struct(JsonObject value, SchemaStruct shape, string path)
    {
        var result = new JsonObject();
        foreach (var field in shape.Fields)
        {
            value.TryGetPropertyValue(field.Name, out var member);
            var fieldPath = path + "." + field.Name;
            var converted = Convert(member, field.Type, fieldPath);
            if (converted is not null && (field.Required || field.Type.Pointer || !IsZero(converted, field.Type)))
                result[field.Name] = converted;
            else if (converted is null && (field.Required || IsWrittenWhenUnset(field.Type)))
                result[field.Name] = Zero(field.Type);
        }
        return result;
    }

    private static JsonNode? Convert(JsonNode? value, SchemaType type, string path)
    {
        switch (type.Kind)
        {
            case SchemaKind.Struct:
                if (value is null)
                    return type.Pointer ? null : Struct([], type.Struct!, path);
                return Struct(Expect<JsonObject>(value, "object", path), type.Struct!, path);
            case SchemaKind.List:
                if (value is null)
                    return null;
                var list = new JsonArray();
                var items = Expect<JsonArray>(value, "list", path);
                for (var i = 0; i < items.Count; i++)
                    list.Add(Convert(items[i], type.Element!, $"{path}[{i}]") ?? Zero(type.Element!));
                return list;
            case SchemaKind.Map:
                if (value is null)
                    return null;
                var map = new JsonObject();
                foreach (var (key, item) in Expect<JsonObject>(value, "map", path))
                    map[key] = Convert(item, type.Element!, $"{path}[{key}]") ?? Zero(type.Element!);
                return map;
            case SchemaKind.Untyped:
                return value?.DeepClone();
            default:
                return value is null ? null : Scalar(value, type.Kind, path);
        }
    }

    private static JsonNode? Scalar(JsonNode value, SchemaKind kind, string path)
    {
        var found = value.GetValueKind();
        switch (kind)
        {
            case SchemaKind.String when found == JsonValueKind.String:
            case SchemaKind.Boolean when found is JsonValueKind.True or JsonValueKind.False:
            case SchemaKind.Number when found == JsonValueKind.Number:
            case SchemaKind.IntOrString when found is JsonValueKind.Number or JsonValueKind.String:
                return value.DeepClone();
            case SchemaKind.Integer when found == JsonValueKind.Number:
                return long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
                    ? value.DeepClone() : throw Mismatch(value, "integer", path);
            case SchemaKind.Bytes when found == JsonValueKind.String:
                var text = value.GetValue<string>();
                return System.Convert.TryFromBase64String(text, new byte[text.Length], out _)
                    ? value.DeepClone() : throw new SchemaMismatchException(path, "base64", "illegal base64 data");
            case SchemaKind.Quantity when found is JsonValueKind.Number or JsonValueKind.String:
                return Quantity.Canonicalize(found == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString())
                    ?? throw Mismatch(value, "quantity", path);
            case SchemaKind.Time or SchemaKind.MicroTime when found == JsonValueKind.String:
                return value.GetValue<string>().Length == 0 ? null : Timestamps.Canonicalize(value.GetValue<string>(), kind == SchemaKind.MicroTime)
                    ?? throw Mismatch(value, "RFC 3339 time", path);
            default:
                throw Mismatch(value, kind.ToString().ToLowerInvariant(), path);
        }
    }

    private static T Expect<T>(JsonNode value, string expected, string path) where T : JsonNode =>
        value as T ?? throw Mismatch(value, expected, path);

    private static SchemaMismatchException Mismatch(JsonNode value, string expected, string path) =>
        new(path.TrimStart('.'), expected, value.GetValueKind() switch
        {
            JsonValueKind.True or JsonValueKind.False => "boolean",
            var kind => kind.ToString().ToLowerInvariant(),
        });

    private static bool IsZero(JsonNode value, SchemaType type) => type.Kind switch
    {
        SchemaKind.String or SchemaKind.Bytes => value.GetValue<string>().Length == 0,
        SchemaKind.Integer or SchemaKind.Number => value.ToJsonString() is "0" or "0.0",
        SchemaKind.Boolean => value.GetValueKind() == JsonValueKind.False,
        SchemaKind.List => ((JsonArray)value).Count == 0,
        SchemaKind.Map => ((JsonObject)value).Count == 0,
        _ => false,
    };

    /// <summary>Go writes a field of a struct type even when it is marked <c>omitempty</c>.</summary>
    private static bool IsWrittenWhenUnset(SchemaType type) =>
        type is { Pointer: false, Kind: SchemaKind.Time or SchemaKind.MicroTime or SchemaKind.IntOrString or SchemaKind.Quantity };

    private static JsonNode? Zero(SchemaType type) => type.Kind switch
    {
        _ when type.Pointer => null,
        SchemaKind.String => "",
        SchemaKind.Integer or SchemaKind.Number or SchemaKind.IntOrString => 0,
        SchemaKind.Boolean => false,
        SchemaKind.Quantity => "0",
        SchemaKind.Struct => Struct([], type.Struct!, ""),
        _ => null,
    };
}
