namespace GitOps.Engine.Composing.Tenant;

/// <summary>Whether network policies are made.</summary>
public enum NetworkPolicyUse
{
    /// <summary>None, and those that were made go: every pod reaches every other.</summary>
    Off,

    /// <summary>Producers are kept apart wherever a network plugin enforces policies.</summary>
    On,
}
