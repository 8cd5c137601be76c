namespace GitOps.Kubernetes.Writing;

/// <summary>How a patch is written.</summary>
public enum PatchType
{
    /// <summary>RFC 7386: what is named is set, null removes.</summary>
    Merge,

    /// <summary>RFC 6902: a list of operations; with a <c>test</c> operation, only on the state that it presumes.</summary>
    Json,

    /// <summary>As merge, with lists merged by the kind's keys; not for custom resources.</summary>
    StrategicMerge,
}
