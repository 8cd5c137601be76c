using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>Turns what a client sent into the stored form of its kind, with defaults.</summary>
internal static class ObjectDecoder
{
    /// <exception cref="ApiException">400 when kind, version or a type is wrong.</exception>
    public static JsonObject Decode(ApiResource resource, JsonObject body)
    {
        if (body.Text("kind") is { Length: > 0 } kind && kind != resource.Kind
            || body.Text("apiVersion") is { Length: > 0 } version && version != resource.ApiVersion)
        {
            throw ApiErrors.BadRequest($"the API version in the data ({body.Text("apiVersion")}) or its kind ({body.Text("kind")}) "
                + $"does not match the expected {resource.ApiVersion}, Kind={resource.Kind}");
        }
        body = resource.ToStored is { } convert ? convert(body) : body;
        var target = resource.StoredAs ?? resource;
        return Complete(target, body);
    }

    /// <summary>Normalises and defaults an object that is already in the stored form.</summary>
    /// <exception cref="ApiException">400 when a type is wrong.</exception>
    public static JsonObject Complete(ApiResource resource, JsonObject value)
    {
        var reset = value.Object("metadata").Array("managedFields") is { Count: 0 };
        try
        {
            var result = ObjectNormalizer.Normalize(value, resource.Schema);
            result["apiVersion"] = resource.ApiVersion;
            result["kind"] = resource.Kind;
            resource.Strategy.Default(result);
            if (reset)
                result.Ensure("metadata")["managedFields"] = new JsonArray(new JsonObject());
            return result;
        }
        catch (SchemaMismatchException exception)
        {
            throw ApiErrors.BadRequest($"{resource.Kind} in version \"{resource.Version}\" cannot be handled as a {resource.Kind}: {exception.Message}");
        }
    }

    /// <summary>The object that Go makes before anything is set, against which a creation is compared.</summary>
    public static JsonObject Empty(ApiResource resource)
    {
        var empty = ObjectNormalizer.Normalize([], resource.Schema);
        empty["apiVersion"] = resource.ApiVersion;
        empty["kind"] = resource.Kind;
        return empty;
    }
}
