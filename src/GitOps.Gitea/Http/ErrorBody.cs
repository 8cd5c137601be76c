namespace GitOps.Gitea.Http;

/// <summary>What every error of Gitea's API looks like. A 404 without a message is not Gitea's.</summary>
internal sealed record ErrorBody(string? Message = null, string? Url = null, IReadOnlyList<string>? Errors = null);
