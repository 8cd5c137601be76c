using NUnit.Framework;

namespace GitOps.Testing;

/// <summary>
/// Where the real servers are: the folder that KUBEBUILDER_ASSETS names when it holds them, else the cache that
/// <c>tools/servers</c> fills.
/// </summary>
public static class ServerPrograms
{
    public const string AssetsVariable = "KUBEBUILDER_ASSETS";

    public static string Etcd => Require("etcd");

    public static string ApiServer => Require("kube-apiserver");

    public static string ControllerManager => Require("kube-controller-manager");

    /// <summary>Whether there are controllers of the API server's own version: setup-envtest installs none.</summary>
    public static bool HasControllerManager => Find("kube-controller-manager") is not null;

    public static string Kubectl => Require("kubectl");

    public static string Helm => Require("helm");

    public static string Redis => Require("redis-server");

    /// <summary>The folder of the npm package: what <c>require</c> takes.</summary>
    public static string ExpressGatewayPackage
        => Path.GetDirectoryName(Require(Path.Combine("node_modules", "express-gateway", "package.json")))!;

    /// <summary>The <c>node_modules</c> of a LoopBack 3 project.</summary>
    public static string LoopBackModules
        => Path.GetDirectoryName(Path.GetDirectoryName(Require(Path.Combine("node_modules", "loopback", "package.json"))))!;

    /// <summary>
    /// The path of a program. Where it is missing the test is skipped with a reason that names the command to run; under
    /// CI (<c>CI=true</c>) that is a failure, so that nothing goes untested unseen.
    /// </summary>
    private static string Require(string program)
    {
        var found = Find(program);
        if (found is null)
        {
            var reason = $"{program} is missing: run tools/servers once (or name its folder with {AssetsVariable}).";
            if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
            {
                throw new FileNotFoundException(reason);
            }

            Assert.Ignore(reason);
        }

        return found!;
    }

    private static string? Find(string program)
        => Folders().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Folders()
    {
        var assets = Environment.GetEnvironmentVariable(AssetsVariable);
        var named = assets is { Length: > 0 }
            && File.Exists(Path.Combine(assets, "kube-apiserver"))
            && File.Exists(Path.Combine(assets, "etcd"));
        if (named)
        {
            yield return assets!;
        }

        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        // Never the cache's controllers with another API server: they understand each other over two or three versions only.
        string[] folders = named ? ["kubectl", "express-gateway", "loopback"] : ["kubernetes", "kubectl", "express-gateway", "loopback"];
        foreach (var folder in folders)
        {
            yield return Path.Combine(caches, "gitops", "servers", folder);
        }
    }
}
