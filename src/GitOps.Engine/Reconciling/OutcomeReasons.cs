namespace GitOps.Engine.Reconciling;

/// <summary>The words that a status gives machines.</summary>
public static class OutcomeReasons
{
    public const string Applied = "Applied";
    public const string Disabled = "Disabled";
    public const string Removed = "Removed";
    public const string InvalidDocument = "InvalidDocument";
    public const string HostConflict = "HostConflict";
    public const string ForeignObject = "ForeignObject";
    public const string RepositoryMissing = "RepositoryMissing";
    public const string ProducerMissing = "ProducerMissing";
    public const string NotListed = "NotListed";
    public const string RolloutPending = "RolloutPending";
    public const string Terminating = "Terminating";
    public const string DriftRepeats = "DriftRepeats";
    public const string ConfigstoreUnavailable = "ConfigstoreUnavailable";
    public const string ClusterUnavailable = "ClusterUnavailable";
    public const string ClusterRefused = "ClusterRefused";
    public const string RedisUnavailable = "RedisUnavailable";
    public const string ChangedMeanwhile = "ChangedMeanwhile";
    public const string InternalError = "InternalError";
}
