namespace GitOps.Configstore.GitApi;

/// <summary>Body of <c>PUT …/hook</c>: where pushes go.</summary>
public sealed record HookRequest(string? Url);
