namespace GitOps.Engine.Live;

/// <summary>How far a live object is on its way to what its spec says.</summary>
public enum Rollout : byte
{
    /// <summary>Complete, or of a kind that has nothing to wait for.</summary>
    Complete,

    /// <summary>A Deployment whose newest pods are not all available yet, or whose controller has not seen the newest spec.</summary>
    InProgress,
}
