namespace GitOps.Configstore.Access.Login;

/// <summary>Where a browser goes after its login: a path of ours, never another host.</summary>
internal static class ReturnPath
{
    public const string Default = "/me";

    private const int MaxLength = 1024;

    /// <summary>Backslashes are slashes to browsers, and two slashes begin a host's name.</summary>
    public static bool IsLocal(string path) =>
        path is ['/', ..] && path.Length <= MaxLength && !path.StartsWith("//", StringComparison.Ordinal)
        && path.All(character => character is > ' ' and <= '~' and not '\\');
}
