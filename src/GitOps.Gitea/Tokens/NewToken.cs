namespace GitOps.Gitea.Tokens;

/// <summary>A token to be made. Gitea 1.26 demands scopes, for instance <c>read:repository</c> or <c>all</c>.</summary>
public sealed record NewToken(string Name, IReadOnlyList<string> Scopes);
