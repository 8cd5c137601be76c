namespace GitOps.Testing;

/// <summary>The checkout that the running tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>The absolute path of the folder that holds the solution.</summary>
    public static string Path { get; } = Find();

    /// <summary>The absolute path of something in the checkout.</summary>
    public static string Combine(params string[] segments) => System.IO.Path.Combine([Path, .. segments]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "GitOps.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds GitOps.sln: run the tests from a build inside the checkout.");
    }
}
