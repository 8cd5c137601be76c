using GitOps.Testing.Faults;

namespace GitOps.EndToEnd.Tests.World;

/// <summary>A cluster with pods that come up, and one namespace of it that is this world's alone.</summary>
public abstract class TestCluster(string @namespace) : IAsyncDisposable
{
    public string Namespace { get; } = @namespace;

    /// <summary>The kubeconfig that the actualizer is given.</summary>
    public abstract string Kubeconfig { get; }

    /// <summary>The API as an operator's tools reach it, past any fault.</summary>
    public abstract HttpClient Api { get; }

    /// <summary>Between the actualizer and the cluster; only the sandbox's cluster has one.</summary>
    public virtual FaultProxy Network => throw new NotSupportedException("Faults are tested on the sandbox's cluster.");

    public static async Task<TestCluster> StartAsync(ClusterKind kind) => kind switch
    {
        ClusterKind.Sandbox => await SandboxTestCluster.StartAsync(),
        _ => await RealTestCluster.StartAsync(),
    };

    /// <summary>Begins to count the actualizer's requests anew.</summary>
    public abstract void MarkRequests();

    /// <summary>What the actualizer asked of the cluster since the mark, as in <c>PATCH /api/v1/...</c>.</summary>
    public abstract IReadOnlyList<string> RequestsSinceMark();

    public abstract ValueTask DisposeAsync();
}
