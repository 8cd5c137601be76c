namespace GitOps.Sandbox.Cluster;

/// <summary>Settings of a sandbox cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>
    /// Bearer token that every request has to carry; null (the default) lets everybody on this machine in. kubectl sends tokens
    /// over TLS only, so that a cluster for kubectl has none.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Namespaces made at the start besides <c>default</c> and <c>kube-system</c>. Default: none.</summary>
    public IList<string> Namespaces { get; } = [];

    /// <summary>Directory that keeps the cluster over restarts; null (the default) keeps it in memory only.</summary>
    public string? DataDirectory { get; set; }

    /// <summary>How long changes are collected before they are written to <see cref="DataDirectory"/>. Default: 2 s; 100 ms to 1 h.</summary>
    public TimeSpan SaveDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Events per resource from which a watch can resume; an older revision is answered with 410. Default: 10,000; 1 to 1,000,000.</summary>
    public int WatchHistory { get; set; } = 10_000;

    /// <summary>Time between bookmarks on a quiet watch. Default: 1 min; 10 ms to 1 h.</summary>
    public TimeSpan BookmarkInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether Deployments make ReplicaSets and these make Pods. Default: true.</summary>
    public bool RunControllers { get; set; } = true;

    /// <summary>Custom resources that the cluster knows from its start. Default: none.</summary>
    public IList<CustomResource> CustomResources { get; } = [];

    /// <exception cref="ArgumentException">Lists every setting that is out of range.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        Check(Token is null || Token.Length > 0, "Token is empty: give one, or null for none");
        Check(SaveDelay >= TimeSpan.FromMilliseconds(100) && SaveDelay <= TimeSpan.FromHours(1), "SaveDelay has to be between 100 ms and 1 h");
        Check(WatchHistory is >= 1 and <= 1_000_000, "WatchHistory has to be between 1 and 1,000,000");
        Check(BookmarkInterval >= TimeSpan.FromMilliseconds(10) && BookmarkInterval <= TimeSpan.FromHours(1), "BookmarkInterval has to be between 10 ms and 1 h");
        if (errors.Count > 0)
            throw new ArgumentException("The settings of the sandbox cluster are not valid: " + string.Join("; ", errors));

        void Check(bool valid, string error)
        {
            if (!valid)
                errors.Add(error);
        }
    }
}
