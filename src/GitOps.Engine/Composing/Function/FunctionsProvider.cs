namespace GitOps.Engine.Composing.Function;

/// <summary>How functions come into the cluster.</summary>
public enum FunctionsProvider
{
    /// <summary>Not by this system: as with the predecessor, somebody asks sls-api.</summary>
    None,

    /// <summary>As Deployments of their own, with the code in a config map. Needs no third-party controller.</summary>
    Deployment,

    /// <summary>As Function objects of Kubeless, whose controller must be installed.</summary>
    Kubeless,
}
