namespace GitOps.Gitea.Http;

/// <summary>The version of Gitea, for instance <c>1.26.3</c>.</summary>
public sealed record GiteaVersion(string Version);
