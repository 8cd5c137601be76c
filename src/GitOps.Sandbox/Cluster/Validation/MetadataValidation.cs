using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;

namespace GitOps.Sandbox.Cluster.Validation;

/// <summary>What holds for the metadata of every object.</summary>
internal static class MetadataValidation
{
    private const int MaximumAnnotationBytes = 256 * 1024;

    public static void Check(JsonObject? metadata, bool namespaced, Func<string, string?> nameProblem, FieldErrors errors, bool update)
    {
        var name = metadata.Text("name") ?? "";
        if (!update)
        {
            if (metadata.Text("generateName") is { Length: > 0 } prefix && nameProblem(prefix.TrimEnd('-')) is { } prefixProblem)
                errors.InvalidText("metadata.generateName", prefix, prefixProblem);
            if (name.Length == 0)
                errors.Required("metadata.name", "name or generateName is required");
            else
                errors.Check("metadata.name", name, nameProblem(name));
            if (namespaced && string.IsNullOrEmpty(metadata.Text("namespace")))
                errors.Required("metadata.namespace");
        }
        foreach (var (key, value) in metadata.Object("labels") ?? [])
            CheckLabel("metadata.labels", key, value.AsText() ?? "", errors);
        CheckAnnotations(metadata.Object("annotations"), "metadata.annotations", errors);
        var index = 0;
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            var field = $"metadata.ownerReferences[{index++}]";
            foreach (var member in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owner.Text(member)))
                    errors.InvalidText($"metadata.ownerReferences.{member}", "", $"{(member == "apiVersion" ? "version" : member)} must not be empty");
            }
            if (index > 1 && metadata.Objects("ownerReferences").Count(other => other.Flag("controller")) > 1 && owner.Flag("controller"))
                errors.Invalid(field, "controller", "Only one reference can have Controller set to true");
        }
        foreach (var finalizer in metadata.Texts("finalizers"))
            errors.Check("metadata.finalizers", finalizer, Names.QualifiedNameProblem(finalizer));
    }

    public static void CheckLabel(string field, string key, string value, FieldErrors errors)
    {
        errors.Check(field, key, Names.QualifiedNameProblem(key));
        errors.Check(field, value, Names.LabelValueProblem(value));
    }

    public static void CheckAnnotations(JsonObject? annotations, string field, FieldErrors errors)
    {
        var size = 0;
        foreach (var (key, value) in annotations ?? [])
        {
            errors.Check(field, key, Names.QualifiedNameProblem(key.ToLowerInvariant()));
            size += System.Text.Encoding.UTF8.GetByteCount(key) + System.Text.Encoding.UTF8.GetByteCount(value.AsText() ?? "");
        }
        if (size > MaximumAnnotationBytes)
            errors.Invalid(field, size.ToString(System.Globalization.CultureInfo.InvariantCulture), $"Too long: must have at most {MaximumAnnotationBytes} bytes");
    }

    /// <summary>What an update must leave as it is.</summary>
    public static void CheckUpdate(JsonObject? updated, JsonObject? live, FieldErrors errors)
    {
        Immutable("name");
        Immutable("namespace");
        Immutable("uid");
        if (live.Text("deletionTimestamp") is null)
            return;
        var added = updated.Texts("finalizers").Except(live.Texts("finalizers")).ToList();
        // Twice, as a Kubernetes API server says it: once for all kinds and once for this one.
        for (var i = 0; i < 2 && added.Count > 0; i++)
            errors.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(one => $"\"{one}\""))}}}");

        void Immutable(string name)
        {
            if (updated.Text(name) != live.Text(name))
                errors.InvalidText($"metadata.{name}", updated.Text(name) ?? "", "field is immutable");
        }
    }
}
