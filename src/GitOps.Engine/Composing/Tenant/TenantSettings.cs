using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GitOps.Model.Components;
using Microsoft.Extensions.Configuration;

namespace GitOps.Engine.Composing.Tenant;

/// <summary>
/// What a producer has as a whole: whom its pods may talk to and, where it has a namespace of its own, how much. A class, not a record:
/// it holds a secret.
/// </summary>
public sealed class TenantSettings : IValidatableObject
{
    private const string Amount = "^[0-9]{1,15}(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";
    private const string NotAnAmount = "{0} must be an amount, such as 20, 500m or 8Gi.";

    /// <summary>Pods of a producer, those of a rollout under way included. Default 100, range 1 to 100000.</summary>
    [Description("With NAMESPACE_TEMPLATE: pods of a producer, those of a rollout under way included")]
    [ConfigurationKeyName("QUOTA_PODS")]
    [Range(1, 100_000)]
    public int QuotaPods { get; set; } = 100;

    /// <summary>Processors that all pods of a producer may request. Default <c>20</c>.</summary>
    [Description("Processors that all pods of a producer may request")]
    [ConfigurationKeyName("QUOTA_CPU")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string QuotaCpu { get; set; } = "20";

    /// <summary>Memory that all pods of a producer may request. Default <c>40Gi</c>.</summary>
    [Description("Memory that all pods of a producer may request")]
    [ConfigurationKeyName("QUOTA_MEMORY")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string QuotaMemory { get; set; } = "40Gi";

    /// <summary>Processors that all pods of a producer may use at most. Default <c>100</c>.</summary>
    [Description("Processors that all pods of a producer may use at most")]
    [ConfigurationKeyName("QUOTA_CPU_LIMIT")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string QuotaCpuLimit { get; set; } = "100";

    /// <summary>Memory that all pods of a producer may use at most. Default <c>100Gi</c>.</summary>
    [Description("Memory that all pods of a producer may use at most")]
    [ConfigurationKeyName("QUOTA_MEMORY_LIMIT")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string QuotaMemoryLimit { get; set; } = "100Gi";

    /// <summary>Processors that a container requests that asks for nothing. Default <c>50m</c>.</summary>
    [Description("Processors that a container requests that asks for nothing")]
    [ConfigurationKeyName("CONTAINER_CPU")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string ContainerCpu { get; set; } = "50m";

    /// <summary>Memory that a container requests that asks for nothing. Default <c>128Mi</c>.</summary>
    [Description("Memory that a container requests that asks for nothing")]
    [ConfigurationKeyName("CONTAINER_MEMORY")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string ContainerMemory { get; set; } = "128Mi";

    /// <summary>Processors that a container may use at most that sets no limit. Default <c>1</c>.</summary>
    [Description("Processors that a container may use at most that sets no limit")]
    [ConfigurationKeyName("CONTAINER_CPU_LIMIT")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string ContainerCpuLimit { get; set; } = "1";

    /// <summary>Memory that a container may use at most that sets no limit. Default <c>1Gi</c>.</summary>
    [Description("Memory that a container may use at most that sets no limit")]
    [ConfigurationKeyName("CONTAINER_MEMORY_LIMIT")]
    [Required, RegularExpression(Amount, ErrorMessage = NotAnAmount)]
    public string ContainerMemoryLimit { get; set; } = "1Gi";

    /// <summary>Content of the pull secret. Default none: the operator makes it.</summary>
    [Description("Content of LB_PULL_SECRET as .docker/config.json has it, for a secret of that name in every producer's namespace; empty: an operator makes them")]
    [ConfigurationKeyName("LB_PULL_SECRET_CONFIG"), PasswordPropertyText(true)]
    public string PullSecretConfig { get; set; } = "";

    /// <summary>Whether policies keep producers' pods apart. Default <see cref="NetworkPolicyUse.On"/>.</summary>
    [Description("Whether network policies keep producers apart, in one namespace for all as in one for each; Off removes them, and every pod reaches every other")]
    [ConfigurationKeyName("NETWORK_POLICIES")]
    [EnumDataType(typeof(NetworkPolicyUse))]
    public NetworkPolicyUse NetworkPolicies { get; set; } = NetworkPolicyUse.On;

    /// <summary>Where names are resolved, at port 53. Default <c>kube-system</c>.</summary>
    [Description("Namespaces and address ranges that resolve names, for all pods, at port 53")]
    [ConfigurationKeyName("NETWORK_DNS"), NetworkPeers(WithoutPorts = true)]
    public string Dns { get; set; } = "kube-system";

    /// <summary>Where requests from outside come from. Default <c>kube-system</c>.</summary>
    [Description("Namespaces and address ranges that requests from outside come from: the ingress controller's")]
    [ConfigurationKeyName("NETWORK_INGRESS"), NetworkPeers(WithoutPorts = true)]
    public string Ingress { get; set; } = "kube-system";

    /// <summary>Who may read gateways' metrics at the port of their admin API. Default nobody: then that listens inside of its pod only.</summary>
    [Description("Namespaces and address ranges that scrape gateways at the port of their admin API, which is then open to them, and without a network plugin to every pod; empty: it listens inside of its pod only")]
    [ConfigurationKeyName("NETWORK_METRICS"), NetworkPeers(WithoutPorts = true)]
    public string Metrics { get; set; } = "";

    /// <summary>Where workspaces and sls-apis find configstore, git-api and Gitea. Default <c>default:80,default:3002,gitea:22,gitea:2222</c>.</summary>
    [Description("Where pods of workspaces and sls-apis reach configstore, git-api and Gitea; ports are those of the pods behind a service")]
    [ConfigurationKeyName("NETWORK_GIT"), NetworkPeers]
    public string Git { get; set; } = "default:80,default:3002,gitea:22,gitea:2222";

    /// <summary>Where gateways find Redis. Default <c>default:6379</c>.</summary>
    [Description("Where gateways reach Redis")]
    [ConfigurationKeyName("NETWORK_REDIS"), NetworkPeers]
    public string Redis { get; set; } = "default:6379";

    /// <summary>Where the API server is, for the sls-apis of FUNCTIONS_PROVIDER=None. Default nowhere.</summary>
    [Description("Where the API server answers, for sls-apis with FUNCTIONS_PROVIDER=None, such as 192.0.2.10/32:6443; empty: they do not reach it")]
    [ConfigurationKeyName("NETWORK_API_SERVER"), NetworkPeers]
    public string ApiServer { get; set; } = "";

    /// <summary>Addresses that workspaces, gateways and functions may call. Default all, of the fourth version.</summary>
    [Description("Address ranges that workspaces, gateways and functions may call")]
    [ConfigurationKeyName("NETWORK_EGRESS"), NetworkPeers(RangesOnly = true, WithoutPorts = true)]
    public string Egress { get; set; } = "0.0.0.0/0";

    /// <summary>Addresses out of those that they may not. Default all that are not of the internet, what stands for those in the sixth version, and a cloud's own service.</summary>
    [Description("Address ranges within NETWORK_EGRESS that they may not call: the cluster's own, and everything private")]
    [ConfigurationKeyName("NETWORK_EGRESS_EXCEPT"), NetworkPeers(RangesOnly = true, WithoutPorts = true)]
    public string EgressExcept { get; set; } =
        "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,168.63.129.16/32,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.168.0.0/16,198.18.0.0/15,224.0.0.0/4,240.0.0.0/4,"
        + "::/127,64:ff9b::/96,64:ff9b:1::/48,2001::/32,2002::/16,fc00::/7,fe80::/10,ff00::/8";

    /// <summary>Whether somebody reads gateways' metrics.</summary>
    internal bool GatewaysAreScraped => NetworkPeer.ParseAll(Metrics).Count > 0;

    /// <summary>A container cannot request more than it may use.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsMore(ContainerCpu, ContainerCpuLimit)) yield return new ValidationResult($"is {ContainerCpu}, more than CONTAINER_CPU_LIMIT={ContainerCpuLimit}", ["CONTAINER_CPU"]);
        if (IsMore(ContainerMemory, ContainerMemoryLimit)) yield return new ValidationResult($"is {ContainerMemory}, more than CONTAINER_MEMORY_LIMIT={ContainerMemoryLimit}", ["CONTAINER_MEMORY"]);
    }

    private static bool IsMore(string amount, string than) => Quantity.TryParse(amount, out var left) && Quantity.TryParse(than, out var right) && left > right;
}
