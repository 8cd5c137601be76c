namespace GitOps.Configstore;

/// <summary>Names shared by all that the configstore measures.</summary>
public static class ConfigstoreMetrics
{
    public const string Meter = "GitOps.Configstore";
}
