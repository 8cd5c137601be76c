using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>
/// The four operations of structured merge and diff on a value of a known type: the set of its fields, comparison, merge,
/// removal (https://github.com/kubernetes-sigs/structured-merge-diff).
/// </summary>
internal static class TypedValue
{
    /// <summary>Every leaf of the value and every element of its associative lists.</summary>
    public static FieldSet ToFieldSet(JsonNode? value, SchemaType type)
    {
        var set = new FieldSet();
        Collect(value, type, null, set);
        return set;
    }

    public static FieldComparison Compare(JsonNode? left, JsonNode? right, SchemaType type)
    {
        var result = new FieldComparison();
        Compare(Operand.Of(left), Operand.Of(right), type, null, result);
        return result;
    }

    /// <summary>The live value with everything that the configuration says; nothing is removed.</summary>
    public static JsonNode? Merge(JsonNode? live, JsonNode? configuration, SchemaType type) =>
        Merge(Operand.Of(live), Operand.Of(configuration), type).Value;

    /// <summary>The value without the list elements and members in the set; neither argument is changed.</summary>
    public static Operand Remove(JsonNode? value, FieldSet items, SchemaType type)
    {
        switch (Form(type, value))
        {
            case TypedForm.Map:
                var members = (JsonObject?)value;
                if (members is null || members.Count == 0)
                    return Operand.Of(null);
                var map = new JsonObject();
                foreach (var (name, member) in members)
                {
                    var below = items.Child("f:" + name);
                    if (below is { IsMember: true })
                        continue;
                    map[name] = below is null ? member?.DeepClone() : Remove(member, below, type.Member(name) ?? SchemaType.Untyped).Value;
                }
                return Operand.Of(map.Count > 0 ? map : null);
            case TypedForm.List:
                if (value is not JsonArray { Count: > 0 } elements)
                    return Operand.Of(null);
                var list = new JsonArray();
                foreach (var item in elements)
                {
                    var below = items.Child(ListElements.PathElement(type, item));
                    if (below is { IsMember: true })
                        continue;
                    list.Add(below is null ? item?.DeepClone() : Remove(item, below, type.Element!).Value);
                }
                return Operand.Of(list.Count > 0 ? list : null);
            case TypedForm.Atomic:
                // Removing inside something that has one owner removes all of it, as the original does.
                return Operand.Of(null);
            default:
                return Operand.Of(value?.DeepClone());
        }
    }

    /// <summary>How a value of this type is walked; an untyped one by what it holds.</summary>
    private static TypedForm Form(SchemaType type, JsonNode? value) => type.Kind switch
    {
        SchemaKind.Struct or SchemaKind.Map => type.Atomic ? TypedForm.Atomic : TypedForm.Map,
        SchemaKind.List => type.Relationship == ListRelationship.Atomic ? TypedForm.Atomic : TypedForm.List,
        SchemaKind.Untyped => value switch
        {
            JsonObject => TypedForm.Map,
            JsonArray => TypedForm.Atomic,
            _ => TypedForm.Scalar,
        },
        _ => TypedForm.Scalar,
    };

    private static void Collect(JsonNode? value, SchemaType type, FieldPath? path, FieldSet set)
    {
        switch (Form(type, value))
        {
            case TypedForm.Map:
                if (value is not JsonObject members)
                    return;
                foreach (var (name, member) in members)
                {
                    var below = new FieldPath(path, "f:" + name);
                    Collect(member, type.Member(name) ?? SchemaType.Untyped, below, set);
                    if (type.Kind != SchemaKind.Struct)
                        set.Insert(below);
                }
                return;
            case TypedForm.List:
                if (value is not JsonArray items)
                    return;
                foreach (var item in items)
                {
                    var below = new FieldPath(path, ListElements.PathElement(type, item));
                    Collect(item, type.Element!, below, set);
                    set.Insert(below);
                }
                return;
            default:
                set.Insert(path);
                return;
        }
    }

    private static void Compare(Operand left, Operand right, SchemaType type, FieldPath? path, FieldComparison result)
    {
        var form = Form(type, right.Present ? right.Value : left.Value);
        if (type.Kind == SchemaKind.Untyped && left is { Present: true, Value: not null } && form != Form(type, left.Value))
            form = TypedForm.Scalar;
        if (form is TypedForm.Scalar or TypedForm.Atomic || IsEmpty(left) && IsEmpty(right))
        {
            if (!left.Present)
                result.Added.Insert(path);
            else if (!right.Present)
                result.Removed.Insert(path);
            else if (!JsonNode.DeepEquals(left.Value, right.Value))
                result.Modified.Insert(path);
            return;
        }
        if (form == TypedForm.Map)
        {
            var (from, to) = (left.Value as JsonObject, right.Value as JsonObject);
            foreach (var (name, member) in from ?? [])
                Compare(Operand.Of(member), Operand.Member(to, name), type.Member(name) ?? SchemaType.Untyped, new FieldPath(path, "f:" + name), result);
            foreach (var (name, member) in to ?? [])
            {
                if (from is null || !from.ContainsKey(name))
                    Compare(Operand.Absent, Operand.Of(member), type.Member(name) ?? SchemaType.Untyped, new FieldPath(path, "f:" + name), result);
            }
        }
        else
        {
            var (from, to) = (Elements(type, left.Value), Elements(type, right.Value));
            foreach (var (element, item) in from)
                Compare(Operand.Of(item), to.TryGetValue(element, out var match) ? Operand.Of(match) : Operand.Absent, type.Element!, new FieldPath(path, element), result);
            foreach (var (element, item) in to)
            {
                if (!from.ContainsKey(element))
                    Compare(Operand.Absent, Operand.Of(item), type.Element!, new FieldPath(path, element), result);
            }
        }
        if (!left.Present)
            result.Added.Insert(path);
        else if (!right.Present)
            result.Removed.Insert(path);
    }

    private static Operand Merge(Operand left, Operand right, SchemaType type)
    {
        var form = Form(type, right.Present ? right.Value : left.Value);
        if (form is TypedForm.Scalar or TypedForm.Atomic || IsEmpty(left) && IsEmpty(right))
            return right.Present ? Copy(right) : Copy(left);
        if (form == TypedForm.Map)
        {
            var (from, to) = (left.Value as JsonObject, right.Value as JsonObject);
            var map = new JsonObject();
            foreach (var (name, member) in from ?? [])
                map[name] = Merge(Operand.Of(member), Operand.Member(to, name), type.Member(name) ?? SchemaType.Untyped).Value;
            foreach (var (name, member) in to ?? [])
            {
                if (from is null || !from.ContainsKey(name))
                    map[name] = Merge(Operand.Absent, Operand.Of(member), type.Member(name) ?? SchemaType.Untyped).Value;
            }
            return Operand.Of(map);
        }
        var (before, after) = (Elements(type, left.Value), Elements(type, right.Value));
        var list = new JsonArray();
        foreach (var (element, item) in before)
            list.Add(Merge(Operand.Of(item), after.TryGetValue(element, out var match) ? Operand.Of(match) : Operand.Absent, type.Element!).Value);
        foreach (var (element, item) in after)
        {
            if (!before.ContainsKey(element))
                list.Add(Merge(Operand.Absent, Operand.Of(item), type.Element!).Value);
        }
        return Operand.Of(list);
    }

    private static Operand Copy(Operand operand) => operand with { Value = operand.Value?.DeepClone() };

    private static bool IsEmpty(Operand operand) => operand.Value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => false,
    };

    /// <summary>The elements of an associative list by name, in the order of the list; of doubles the first counts.</summary>
    private static OrderedDictionary<string, JsonNode?> Elements(SchemaType list, JsonNode? value)
    {
        var elements = new OrderedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var item in value as JsonArray ?? [])
            elements.TryAdd(ListElements.PathElement(list, item), item);
        return elements;
    }
}
