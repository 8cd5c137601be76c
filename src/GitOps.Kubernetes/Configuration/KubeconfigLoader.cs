namespace GitOps.Kubernetes.Configuration;

/// <summary>Finds and reads the kubeconfig files. Source: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/</summary>
internal static class KubeconfigLoader
{
    public const string Variable = "KUBECONFIG";

    /// <param name="path">One file that must exist; null for those that the environment names, of which some may be missing, or the home folder's.</param>
    /// <param name="environment">Reads an environment variable.</param>
    public static Kubeconfig Load(string? path, Func<string, string?> environment)
    {
        if (path is not null) return Kubeconfig.Merge([Read(path) ?? throw Missing(path)]);

        if (environment(Variable) is { Length: > 0 } list)
        {
            var files = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
            var found = files.Select(Read).OfType<KubeconfigFile>().ToArray();
            return found.Length > 0 ? Kubeconfig.Merge(found) : throw Missing(list);
        }

        var home = environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var usual = Path.Combine(home, ".kube", "config");
        return Kubeconfig.Merge([Read(usual) ?? throw Missing(usual)]);
    }

    private static KubeconfigFile? Read(string path)
    {
        try
        {
            return KubeconfigFile.Parse(Path.GetFullPath(path), File.ReadAllText(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new KubeconfigException($"Could not read the kubeconfig {path}: {error.Message}", error);
        }
    }

    private static KubeconfigException Missing(string path) =>
        new($"There is no kubeconfig at {path}. Set {Variable} to one, or run in a pod with a service account.");
}
