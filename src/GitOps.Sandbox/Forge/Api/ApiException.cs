namespace GitOps.Sandbox.Forge.Api;

/// <summary>A request that is answered with an error in Gitea's shape.</summary>
internal sealed class ApiException(int status, string message, bool hasErrors = false, params string[] errors) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>Whether the body has a member <c>errors</c>, null or not: most of Gitea's 404s do.</summary>
    public bool HasErrors { get; } = hasErrors;

    /// <summary>Whether the body names the API's description, as all but a few do.</summary>
    public bool HasUrl { get; init; } = true;

    public string[]? Errors { get; } = errors.Length == 0 ? null : errors;

    public static ApiException NotFound(params string[] errors) => new(404, "not found", true, errors);

    public static ApiException NoUser(string name) => new(404, $"user redirect does not exist [name: {name}]");

    public static ApiException Invalid(string message) => new(422, message);

    public static ApiException Required(string member) => new(422, $"[{member}]: Required");

    public static ApiException Forbidden(string message) => new(403, message);
}
