using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Apply;
using GitOps.Sandbox.Cluster.Resources;

namespace GitOps.Sandbox.Cluster.Errors;

/// <summary>The errors of the API with the wording of a Kubernetes API server, on which clients depend.</summary>
internal static class ApiErrors
{
    public static ApiException NotFound(ApiResource resource, string name) =>
        new(404, "NotFound", $"{resource.Qualified} \"{name}\" not found", Details(name, resource.Group, resource.Plural));

    public static ApiException NamespaceNotFound(string name) =>
        new(404, "NotFound", $"namespaces \"{name}\" not found", Details(name, "", "namespaces"));

    /// <summary>Nothing in a group that is served.</summary>
    public static ApiException PathNotFound() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static ApiException AlreadyExists(ApiResource resource, string name) =>
        new(409, "AlreadyExists", $"{resource.Qualified} \"{name}\" already exists", Details(name, resource.Group, resource.Plural));

    public static ApiException Modified(ApiResource resource, string name) => Conflict(resource, name,
        "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Conflict(ApiResource resource, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {resource.Qualified} \"{name}\": {why}", Details(name, resource.Group, resource.Plural));

    public static ApiException ApplyConflict(ApplyConflictException conflict) =>
        new(409, "Conflict", conflict.Message, new JsonObject
        {
            ["causes"] = Causes(conflict.Conflicts.Select(one => new StatusCause("FieldManagerConflict", $"conflict with {one.Manager}", one.Path.ToString()))),
        });

    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static ApiException UnsupportedMediaType(IEnumerable<string> accepted) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiException NotAcceptable(IEnumerable<string> offered) => new(406, "NotAcceptable",
        $"only the following media types are accepted: {string.Join(", ", offered)}");

    public static ApiException TooLarge(long limit) => new(413, "RequestEntityTooLarge",
        $"Request entity too large: limit is {limit}");

    /// <summary>The answer of a server that could not say more than the message.</summary>
    public static ApiException Internal(string message) => new(500, "", message);

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException NamespaceTerminating(ApiResource resource, string name, string ns)
    {
        var details = Details(name, resource.Group, resource.Plural);
        details["causes"] = Causes([new StatusCause("NamespaceTerminating", $"namespace {ns} is being terminated", "metadata.namespace")]);
        return new ApiException(403, "Forbidden",
            $"{resource.Qualified} \"{name}\" is forbidden: unable to create new content in namespace {ns} because it is being terminated", details);
    }

    public static ApiException Forbidden(ApiResource resource, string name, string why) =>
        new(403, "Forbidden", $"{resource.Qualified} \"{name}\" is forbidden: {why}", Details(name, resource.Group, resource.Plural));

    public static ApiException Invalid(ApiResource resource, string name, IReadOnlyList<StatusCause> causes) => Invalid(resource, resource.Kind, name, causes);

    /// <summary>An update that has to say which state it starts from. This one error names the resource instead of the kind.</summary>
    public static ApiException VersionRequired(ApiResource resource, string name) => Invalid(resource, resource.Plural, name,
        [new StatusCause("FieldValueInvalid", "Invalid value: 0x0: must be specified for an update", "metadata.resourceVersion")]);

    private static ApiException Invalid(ApiResource resource, string named, string name, IReadOnlyList<StatusCause> causes)
    {
        var kind = resource.Group.Length == 0 ? named : $"{named}.{resource.Group}";
        var lines = causes.Select(cause => $"{cause.Field}: {cause.Message}").Distinct(StringComparer.Ordinal).ToList();
        var details = Details(name, resource.Group, named);
        details["causes"] = Causes(causes);
        return new ApiException(422, "Invalid",
            $"{kind} \"{name}\" is invalid: {(lines.Count == 1 ? lines[0] : "[" + string.Join(", ", lines) + "]")}", details);
    }

    public static JsonObject Details(string name, string group, string kind, string? uid = null)
    {
        var details = new JsonObject();
        if (name.Length > 0)
            details["name"] = name;
        if (group.Length > 0)
            details["group"] = group;
        details["kind"] = kind;
        if (uid is not null)
            details["uid"] = uid;
        return details;
    }

    private static JsonArray Causes(IEnumerable<StatusCause> causes)
    {
        var list = new JsonArray();
        foreach (var cause in causes)
        {
            var entry = new JsonObject { ["reason"] = cause.Reason, ["message"] = cause.Message };
            if (cause.Field is not null)
                entry["field"] = cause.Field;
            list.Add(entry);
        }
        return list;
    }
}
