using System.Globalization;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Selectors;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>Reads the query parameters that the verbs share.</summary>
internal static class RequestOptions
{
    private const int MaximumManagerLength = 128;

    /// <exception cref="ApiException">422 for options that do not go together.</exception>
    public static WriteOptions Write(HttpRequest request, bool apply = false)
    {
        var manager = (string?)request.Query["fieldManager"];
        if (apply && string.IsNullOrEmpty(manager))
            throw InvalidOptions("PatchOptions", new StatusCause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager"));
        if (manager?.Length > MaximumManagerLength)
            throw InvalidOptions("PatchOptions", new StatusCause("FieldValueTooLong", $"Too long: must have at most {MaximumManagerLength} bytes", "fieldManager"));
        var force = Flag(request, "force");
        if (force && !apply)
            throw InvalidOptions("PatchOptions", new StatusCause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force"));
        return new WriteOptions(string.IsNullOrEmpty(manager) ? FromUserAgent(request) : manager, DryRun(request), force);
    }

    public static bool DryRun(HttpRequest request)
    {
        var values = request.Query["dryRun"];
        foreach (var value in values)
        {
            if (value is not ("All" or ""))
            {
                throw InvalidOptions("CreateOptions", new StatusCause("FieldValueNotSupported",
                    $"Unsupported value: []string{{\"{value}\"}}: supported values: \"All\"", "dryRun"));
            }
        }
        return values.Contains("All");
    }

    public static bool Flag(HttpRequest request, string name) => (string?)request.Query[name] is "true" or "1" or "True" or "t";

    public static long? Number(HttpRequest request, string name)
    {
        var text = (string?)request.Query[name];
        if (string.IsNullOrEmpty(text))
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    /// <exception cref="ApiException">400 for a selector that is not understood.</exception>
    public static ListRequest List(HttpRequest request, ApiResource resource, string? ns, string? name)
    {
        try
        {
            var fields = FieldSelector.Parse((string?)request.Query["fieldSelector"], resource.SelectableFields);
            if (name is not null)
                fields = FieldSelector.Parse($"metadata.name={name}", []);
            return new ListRequest
            {
                Namespace = ns,
                Labels = LabelSelector.Parse(request.Query["labelSelector"]),
                Fields = fields,
                Limit = (int)Math.Clamp(Number(request, "limit") ?? 0, 0, int.MaxValue),
                Continue = (string?)request.Query["continue"] is { Length: > 0 } token ? token : null,
                ResourceVersion = request.Query["resourceVersion"],
                ExactRevision = (string?)request.Query["resourceVersionMatch"] == "Exact",
            };
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }
    }

    private static string FromUserAgent(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        var name = agent.Split('/', 2)[0];
        return name.Length > MaximumManagerLength ? name[..MaximumManagerLength] : name.Length == 0 ? "unknown" : name;
    }

    public static ApiException InvalidOptions(string kind, StatusCause cause)
    {
        var details = ApiErrors.Details("", "meta.k8s.io", kind);
        details["causes"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["reason"] = cause.Reason,
            ["message"] = cause.Message,
            ["field"] = cause.Field,
        });
        return new ApiException(422, "Invalid", $"{kind}.meta.k8s.io \"\" is invalid: {cause.Field}: {cause.Message}", details);
    }
}
