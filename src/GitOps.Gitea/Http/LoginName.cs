namespace GitOps.Gitea.Http;

/// <summary>A user's name as it may stand in a URL.</summary>
internal static class LoginName
{
    /// <exception cref="ArgumentException">It is none.</exception>
    public static string Check(string login) => RepositoryName.IsValid(login)
        ? login
        : throw new ArgumentException($"'{login}' is no user name: letters, digits, '-', '_' and '.', not starting with '-'.", nameof(login));
}
