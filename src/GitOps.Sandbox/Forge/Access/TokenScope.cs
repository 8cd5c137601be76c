namespace GitOps.Sandbox.Forge.Access;

/// <summary>
/// Gitea's token scopes: <c>all</c>, or <c>read:</c> and <c>write:</c> of a category. Write includes read. <c>public-only</c> beside them
/// takes away whatever is private.
/// </summary>
internal static class TokenScope
{
    public const string All = "all";
    public const string User = "user";
    public const string Organization = "organization";
    public const string Repository = "repository";
    public const string Admin = "admin";

    /// <summary>Categories of a route that asks for one after the other.</summary>
    public const string UserThenRepository = User + " " + Repository;

    private const string PublicOnly = "public-only";

    private static readonly HashSet<string> Categories =
        ["activitypub", Admin, "issue", "misc", "notification", Organization, "package", Repository, User];

    public static bool IsValid(string scope) => scope is All or PublicOnly or "sudo"
        || (scope.Split(':') is ["read" or "write", var category] && Categories.Contains(category));

    public static bool IsPublicOnly(IReadOnlyCollection<string> scopes) => scopes.Contains(PublicOnly);

    public static bool Allows(IReadOnlyCollection<string> scopes, string category, bool write) =>
        scopes.Contains(All) || scopes.Contains("write:" + category) || (!write && scopes.Contains("read:" + category));
}
