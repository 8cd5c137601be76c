namespace GitOps.Kubernetes.Configuration;

/// <summary>
/// A program that gives credentials. Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
/// </summary>
public sealed class ExecPlugin
{
    /// <summary>The program: a path, or a name that PATH finds.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Set beside the process's own environment. May hold secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { internal get; init; } = [];

    /// <summary><c>client.authentication.k8s.io/v1</c> or <c>client.authentication.k8s.io/v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Shown when the program is missing.</summary>
    public string? InstallHint { get; init; }

    /// <summary>The program is told about the cluster.</summary>
    public ExecCluster? Cluster { get; init; }

    /// <summary>The program has to answer by then. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The command; its environment may hold secrets.</summary>
    public override string ToString() => Command;
}
