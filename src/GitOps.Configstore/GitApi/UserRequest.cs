namespace GitOps.Configstore.GitApi;

/// <summary>Body of <c>POST /users</c>: the Gitea user will be <c>prefix-name</c>.</summary>
public sealed record UserRequest(string? Name, string? Prefix);
