namespace GitOps.Actualizer.Cluster;

/// <summary>What to tell an operator whose role is older than the policies that keep producers apart in one namespace.</summary>
internal static class NetworkPolicyRights
{
    public const string Hint =
        "Let the actualizer's role get, list, watch, create, patch and delete networkpolicies of networking.k8s.io; or set NETWORK_POLICIES=Off, and every tenant's pods reach every other's.";
}
