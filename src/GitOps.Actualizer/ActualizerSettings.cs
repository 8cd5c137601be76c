using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GitOps.Engine.Brakes;
using GitOps.Hosting.Settings;

namespace GitOps.Actualizer;

/// <summary>How the process works. What it composes is shaped by <see cref="Engine.Composing.CompositionSettings"/>.</summary>
public sealed class ActualizerSettings
{
    [ConfigurationKeyName("CONFIGSTORE_URL")]
    [Description("The configstore that serves desired state")]
    [Required]
    public Uri ConfigstoreUrl { get; set; } = new("http://configstore.default");

    [ConfigurationKeyName("CONFIGSTORE_TOKEN"), PasswordPropertyText(true)]
    [Description("This actualizer's token among the configstore's SERVICE_TOKENS; needed where its AUTHENTICATION is Required")]
    public string ConfigstoreToken { get; set; } = "";

    [ConfigurationKeyName("ACTUALIZER_TOKEN"), PasswordPropertyText(true)]
    [Description("What callers of this port's operations show, operators and the configstore, at least 16 printable characters; without it only callers on the same machine may call")]
    [RegularExpression("^([!-~]{16,})?$", ErrorMessage = "ACTUALIZER_TOKEN must have at least 16 printable characters.")]
    public string ActualizerToken { get; set; } = "";

    [ConfigurationKeyName("ALLOWED_HOSTS")]
    [Description("Names that this port is reached under without ACTUALIZER_TOKEN, beside loopback ones; requests for other hosts may come from web pages and are refused")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    [ConfigurationKeyName("SLEEP_TIME")]
    [Description("Between full resyncs; up to a tenth of it is added at random. Changes do not wait for it")]
    [Duration("ms", 100, 86_400_000)]
    public TimeSpan SleepTime { get; set; } = TimeSpan.FromMinutes(1);

    [ConfigurationKeyName("KUBECONFIG")]
    [Description("Kubeconfig file; without it the service account of the pod, else ~/.kube/config")]
    public string Kubeconfig { get; set; } = "";

    [ConfigurationKeyName("KUBE_CONTEXT")]
    [Description("Context of the kubeconfig; without it the file's current one")]
    public string KubeContext { get; set; } = "";

    [ConfigurationKeyName("WORKERS")]
    [Description("Environments that are reconciled at once")]
    [Range(1, 1000)]
    public int Workers { get; set; } = 32;

    [ConfigurationKeyName("MAX_CLUSTER_REQUESTS")]
    [Description("Writes to the cluster that are under way at once")]
    [Range(1, 1000)]
    public int MaxClusterRequests { get; set; } = 64;

    [ConfigurationKeyName("CREATE_NAMESPACE")]
    [Description("Whether the target namespace is made when it is missing")]
    public bool CreateNamespace { get; set; } = true;

    [ConfigurationKeyName("GRACE_PERIOD")]
    [Description("How long a producer or repository must be absent from complete listings before what was made for it is removed")]
    [Duration("s", 0, 604_800)]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromMinutes(10);

    [ConfigurationKeyName("BRAKE_COUNT")]
    [Description("Environments that may lose components within BRAKE_WINDOW whatever their share")]
    [Range(0, 1_000_000)]
    public int BrakeCount { get; set; } = 3;

    [ConfigurationKeyName("BRAKE_SHARE")]
    [Description("Share of all environments that may lose components within BRAKE_WINDOW; more is held until an operator releases it")]
    [Range(0.0, 1.0)]
    public double BrakeShare { get; set; } = 0.2;

    [ConfigurationKeyName("BRAKE_WINDOW")]
    [Description("Time over which removals are counted")]
    [Duration("s", 1, 86_400)]
    public TimeSpan BrakeWindow { get; set; } = TimeSpan.FromMinutes(10);

    [ConfigurationKeyName("LEADER_ELECTION")]
    [Description("Whether a Lease decides which of several actualizers works. Without it there must be only one")]
    public bool LeaderElection { get; set; } = true;

    [ConfigurationKeyName("LEASE_NAME")]
    [Description("Name of that Lease")]
    [Required, RegularExpression("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
    public string LeaseName { get; set; } = "gitops-actualizer";

    [ConfigurationKeyName("LEASE_NAMESPACE")]
    [Description("Namespace of that Lease; without it the target namespace")]
    public string LeaseNamespace { get; set; } = "";

    [ConfigurationKeyName("LEASE_DURATION")]
    [Description("How long a leader that was heard of last is waited for")]
    [Duration("s", 2, 600)]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    [ConfigurationKeyName("INSTANCE_NAME")]
    [Description("Name of this process among the others; without it the host's name and a random part")]
    public string InstanceName { get; set; } = "";

    [ConfigurationKeyName("REDIS_ADMIN_USER")]
    [Description("User of the gateways' Redis that may make users")]
    [Required]
    public string RedisAdminUser { get; set; } = "default";

    [ConfigurationKeyName("REDIS_ADMIN_PASSWORD"), PasswordPropertyText(true)]
    [Description("Its password; stays in this process. Without it REDIS_PASSWORD is taken")]
    public string RedisAdminPassword { get; set; } = "";

    [ConfigurationKeyName("REDIS_PASSWORD"), PasswordPropertyText(true)]
    [Description("The name of before, of a password that every gateway held. It goes into no pod any more: change it once gateways have users of their own, and set it as REDIS_ADMIN_PASSWORD")]
    public string RedisPassword { get; set; } = "";

    /// <summary>What the administrator signs in with, by whichever name it was given.</summary>
    public string ToRedisAdminPassword() => RedisAdminPassword.Length > 0 ? RedisAdminPassword : RedisPassword;

    public BrakeLimits ToBrakeLimits() => new()
    {
        Grace = GracePeriod,
        Count = BrakeCount,
        Share = BrakeShare,
        Window = BrakeWindow,
    };
}
