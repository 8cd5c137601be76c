namespace GitOps.Gitea.Hooks;

/// <summary>Where a webhook goes.</summary>
/// <param name="ContentType"><c>json</c> or <c>form</c>.</param>
public sealed record HookTarget(string Url, string ContentType = "json");
