using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GitOps.Engine.Redis;
using GitOps.Model.Hosts;
using Microsoft.Extensions.Configuration;

namespace GitOps.Engine.Composing;

/// <summary>
/// Settings that shape what is composed, bound from the environment variables that the predecessor's installations know.
/// A class, not a record: it holds a secret, and records print themselves.
/// </summary>
public sealed class CompositionSettings : IValidatableObject
{
    private const string DnsName = @"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$";
    private const string DnsNames = @"^(\s*[a-z0-9]([a-z0-9.-]{0,178}[a-z0-9])?\s*(,|$))*$";
    private const string Amount = "^[0-9]{1,15}(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$";
    private const string Label = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$";

    /// <summary>Domain below which every host lies. Default <c>localhost</c>.</summary>
    [Description("Domain below which every host lies")]
    [ConfigurationKeyName("CUSTOMER_DOMAIN")]
    [Required, MaxLength(180), RegularExpression(DnsName, ErrorMessage = "CUSTOMER_DOMAIN must be a lower-case DNS name, such as example.com.")]
    public string CustomerDomain { get; set; } = "localhost";

    /// <summary>Comma-separated domains, besides <see cref="CustomerDomain"/> and what lies below it, that an environment may choose for its hosts. Default none.</summary>
    [Description("Comma-separated domains, besides CUSTOMER_DOMAIN and what lies below it, that an environment may choose for its hosts")]
    [ConfigurationKeyName("CUSTOMER_DOMAINS")]
    [RegularExpression(DnsNames, ErrorMessage = "CUSTOMER_DOMAINS must be lower-case DNS names with commas between them, such as example.org, shop.example.net.")]
    public string CustomerDomains { get; set; } = "";

    /// <summary>Prefix of the producers' Gitea users, also given to the init containers. Default <c>customer</c>.</summary>
    [Description("Prefix of the producers' Gitea users, also given to the init containers")]
    [ConfigurationKeyName("CUSTOMER_NAMESPACE")]
    [Required, RegularExpression(Label, ErrorMessage = "CUSTOMER_NAMESPACE must be a lower-case DNS label.")]
    public string CustomerNamespace { get; set; } = "customer";

    /// <summary>Kubernetes namespace that everything is made in. Default <c>customer</c>.</summary>
    [Description("Kubernetes namespace that everything is made in")]
    [ConfigurationKeyName("ACTUALIZER_TARGET_NAMESPACE")]
    [Required, RegularExpression(Label, ErrorMessage = "ACTUALIZER_TARGET_NAMESPACE must be a lower-case DNS label.")]
    public string TargetNamespace { get; set; } = "customer";

    /// <summary>Namespace of a producer, with <c>$PRODUCER</c>; without it, one for all. Default empty: <see cref="TargetNamespace"/> for all.</summary>
    [Description("Namespace of a producer, such as customer-$PRODUCER: each gets one of its own, with quota and network policies. Without $PRODUCER one for all; empty: ACTUALIZER_TARGET_NAMESPACE")]
    [ConfigurationKeyName("NAMESPACE_TEMPLATE")]
    [NamespaceTemplate]
    public string NamespaceTemplate { get; set; } = "";

    /// <summary>The template of before, while objects move to other namespaces. Default empty.</summary>
    [Description("NAMESPACE_TEMPLATE as it was before, until everything has moved: what was made there goes once its replacement is ready")]
    [ConfigurationKeyName("FORMER_NAMESPACE_TEMPLATE")]
    [NamespaceTemplate]
    public string FormerNamespaceTemplate { get; set; } = "";

    /// <summary>Pods of every component. Default 1, range 0 to 100.</summary>
    [Description("Pods of every component")]
    [ConfigurationKeyName("REPLICAS")]
    [Range(0, 100)]
    public int Replicas { get; set; } = 1;

    /// <summary>Pods of a component that an environment may ask for. Default 10, range 0 to 1000.</summary>
    [Description("Pods of a component that an environment may ask for")]
    [ConfigurationKeyName("MAX_REPLICAS")]
    [Range(0, 1000)]
    public int MaxReplicas { get; set; } = 10;

    /// <summary>Processors that an environment may ask for, for a container. Default <c>4</c>.</summary>
    [Description("Processors that an environment may ask for, for a container")]
    [ConfigurationKeyName("MAX_CPU")]
    [Required, RegularExpression(Amount, ErrorMessage = "MAX_CPU must be an amount of processors, such as 4 or 500m.")]
    public string MaxCpu { get; set; } = "4";

    /// <summary>Memory that an environment may ask for, for a container. Default <c>8Gi</c>.</summary>
    [Description("Memory that an environment may ask for, for a container")]
    [ConfigurationKeyName("MAX_MEMORY")]
    [Required, RegularExpression(Amount, ErrorMessage = "MAX_MEMORY must be an amount of bytes, such as 8Gi.")]
    public string MaxMemory { get; set; } = "8Gi";

    /// <summary>Ephemeral storage that an environment may ask for, for a container. Default <c>20Gi</c>.</summary>
    [Description("Ephemeral storage that an environment may ask for, for a container")]
    [ConfigurationKeyName("MAX_EPHEMERAL_STORAGE")]
    [Required, RegularExpression(Amount, ErrorMessage = "MAX_EPHEMERAL_STORAGE must be an amount of bytes, such as 20Gi.")]
    public string MaxEphemeralStorage { get; set; } = "20Gi";

    /// <summary>Seconds that a new pod must be ready before it counts. Default 60, range 0 to 3600.</summary>
    [Description("Seconds that a new pod must be ready before it counts")]
    [ConfigurationKeyName("MIN_READY_SECONDS")]
    [Range(0, 3600)]
    public int MinReadySeconds { get; set; } = 60;

    /// <summary>Whether new pods are ready before old ones go. Default true; false lets the old ones go first, where there is no room for both.</summary>
    [Description("Whether new pods are ready before old ones go; false lets the old ones go first, where there is no room for both")]
    [ConfigurationKeyName("ENABLE_ROLLING_UPDATE")]
    public bool EnableRollingUpdate { get; set; } = true;

    /// <summary>Image of the workspace, without tag. Default <c>lunchbadger-workspace</c>.</summary>
    [Description("Image of the workspace, without tag")]
    [ConfigurationKeyName("LBWS_IMAGE"), Required]
    public string WorkspaceImage { get; set; } = "lunchbadger-workspace";

    /// <summary>Tag of the workspace's image. Default <c>latest</c>.</summary>
    [Description("Tag of the workspace's image")]
    [ConfigurationKeyName("LBWS_VERSION"), Required]
    public string WorkspaceVersion { get; set; } = "latest";

    /// <summary>Tag that <see cref="DebugUsers"/> get; empty: the same as the others.</summary>
    [Description("Tag that LB_DEBUG_USERS get; empty: the same as the others")]
    [ConfigurationKeyName("LBWS_DEBUG_VERSION")]
    public string WorkspaceDebugVersion { get; set; } = "";

    /// <summary>Image of sls-api, without tag. Default <c>lb-sls-api</c>.</summary>
    [Description("Image of sls-api, without tag")]
    [ConfigurationKeyName("LBSLS_IMAGE"), Required]
    public string SlsApiImage { get; set; } = "lb-sls-api";

    /// <summary>Tag of sls-api's image. Default <c>latest</c>.</summary>
    [Description("Tag of sls-api's image")]
    [ConfigurationKeyName("LBSLS_VERSION"), Required]
    public string SlsApiVersion { get; set; } = "latest";

    /// <summary>Tag that <see cref="DebugUsers"/> get; empty: the same as the others.</summary>
    [Description("Tag that LB_DEBUG_USERS get; empty: the same as the others")]
    [ConfigurationKeyName("LBSLS_DEBUG_VERSION")]
    public string SlsApiDebugVersion { get; set; } = "";

    /// <summary>Image of the gateway, without tag. Default <c>expressgateway/express-gateway</c>.</summary>
    [Description("Image of the gateway, without tag")]
    [ConfigurationKeyName("GATEWAY_IMAGE"), Required]
    public string GatewayImage { get; set; } = "expressgateway/express-gateway";

    /// <summary>Tag of the gateway's image. Default <c>latest</c>.</summary>
    [Description("Tag of the gateway's image")]
    [ConfigurationKeyName("GATEWAY_VERSION"), Required]
    public string GatewayVersion { get; set; } = "latest";

    /// <summary>Tag that <see cref="DebugUsers"/> get; empty: the same as the others.</summary>
    [Description("Tag that LB_DEBUG_USERS get; empty: the same as the others")]
    [ConfigurationKeyName("DEBUG_GATEWAY_VERSION")]
    public string GatewayDebugVersion { get; set; } = "";

    /// <summary>Image, with tag, that copies a gateway's configuration to where it may write. Needs a shell and <c>cp</c>. Default <c>alpine</c>.</summary>
    [Description("Image, with tag, that copies a gateway's configuration to where it may write. Needs a shell and cp")]
    [ConfigurationKeyName("GATEWAY_INIT_IMAGE"), Required]
    public string GatewayInitImage { get; set; } = "alpine";

    /// <summary>What a gateway logs. Default <c>debug</c>, as in the predecessor.</summary>
    [Description("What a gateway logs")]
    [ConfigurationKeyName("GATEWAY_LOG_LEVEL")]
    [AllowedValues("error", "warn", "info", "verbose", "debug", "silly")]
    public string GatewayLogLevel { get; set; } = "debug";

    /// <summary>
    /// Whether a gateway's admin API is reachable from outside. Default <see cref="GatewayAdminAccess.Protected"/>;
    /// <c>open</c> is the predecessor's behaviour: everybody who knows the host administrates the gateway.
    /// </summary>
    [Description("Whether a gateway's admin API is reachable from outside; open is the predecessor's behaviour: everybody who knows the host administrates the gateway")]
    [ConfigurationKeyName("GATEWAY_ADMIN")]
    [EnumDataType(typeof(GatewayAdminAccess))]
    public GatewayAdminAccess GatewayAdmin { get; set; } = GatewayAdminAccess.Protected;

    /// <summary>Origin that may use an open admin API from a browser. Default <c>*</c>.</summary>
    [Description("Origin that may use an open admin API from a browser")]
    [ConfigurationKeyName("ADMIN_CROSS_ORIGIN"), Required]
    public string AdminCrossOrigin { get; set; } = "*";

    /// <summary>Whether every environment with public models gets a gateway that serves them all to holders of an API key. Default false.</summary>
    [Description("Whether every environment with public models gets a gateway that serves them all to holders of an API key")]
    [ConfigurationKeyName("AUTOGATEWAY_ENABLE")]
    public bool AutoGateway { get; set; }

    /// <summary>How functions come into the cluster. Default <see cref="Function.FunctionsProvider.Deployment"/>.</summary>
    [Description("How functions come into the cluster: None leaves it to sls-api as the predecessor did, Kubeless needs its controller")]
    [ConfigurationKeyName("FUNCTIONS_PROVIDER")]
    [EnumDataType(typeof(Function.FunctionsProvider))]
    public Function.FunctionsProvider FunctionsProvider { get; set; } = Function.FunctionsProvider.Deployment;

    /// <summary>Images of functions' runtimes, which follow the contract of Kubeless' images. Default <c>kubeless/$LANGUAGE:$VERSION</c>.</summary>
    [Description("Image of a function's runtime, with $LANGUAGE and $VERSION, such as nodejs and 20; follows the contract of Kubeless' images")]
    [ConfigurationKeyName("FUNCTION_IMAGE"), Required]
    public string FunctionImage { get; set; } = "kubeless/$LANGUAGE:$VERSION";

    /// <summary>Images of single runtimes, over the template, and further runtimes: <c>nodejs20=registry/node-function:1,…</c>. Default none.</summary>
    [Description("Comma-separated images of single runtimes and of further ones: nodejs20=registry/node-function:1")]
    [ConfigurationKeyName("FUNCTION_RUNTIMES")]
    [RegularExpression(@"^\s*([a-z]+[0-9.]*=[^\s,=]+\s*(,\s*[a-z]+[0-9.]*=[^\s,=]+\s*)*)?$", ErrorMessage = "FUNCTION_RUNTIMES must be a list such as nodejs20=registry/image:tag,python3.12=registry/other:tag.")]
    public string FunctionRuntimes { get; set; } = "";

    /// <summary>Comma-separated producers that get the debug versions. Default none.</summary>
    [Description("Comma-separated producers that get the debug versions")]
    [ConfigurationKeyName("LB_DEBUG_USERS")]
    public string DebugUsers { get; set; } = "";

    /// <summary>Image of the init container that clones a repository, without tag. Default <c>git-init</c>.</summary>
    [Description("Image of the init container that clones a repository, without tag")]
    [ConfigurationKeyName("GIT_INIT_IMAGE"), Required]
    public string GitInitImage { get; set; } = "git-init";

    /// <summary>Tag of that image. Default <c>latest</c>.</summary>
    [Description("Tag of the init container's image")]
    [ConfigurationKeyName("GIT_INIT_VERSION"), Required]
    public string GitInitVersion { get; set; } = "latest";

    /// <summary>Host that pods register their SSH key at. Default <c>git-api.default</c>.</summary>
    [Description("Host that pods register their SSH key at")]
    [ConfigurationKeyName("GIT_API_HOST"), Required]
    public string GitApiHost { get; set; } = "git-api.default";

    /// <summary>Host that pods clone from over SSH. Default <c>git.gitea</c>.</summary>
    [Description("Host that pods clone from over SSH")]
    [ConfigurationKeyName("GIT_REPO_HOST"), Required]
    public string GitRepoHost { get; set; } = "git.gitea";

    /// <summary>Configstore as pods reach it, for their change stream. Default <c>http://configstore.default</c>.</summary>
    [Description("Configstore as pods reach it, for their change stream")]
    [ConfigurationKeyName("POD_CONFIGSTORE_URL"), Required, Url]
    public string PodConfigstoreUrl { get; set; } = "http://configstore.default";

    /// <summary>
    /// Keys of the tokens that pods of workspace and sls-api show the configstore, the same as there; comma-separated, the first makes
    /// tokens. Default none: pods show none, as in the predecessor.
    /// </summary>
    [Description("Keys of the tokens that pods of workspace and sls-api show the configstore, the same as its POD_TOKEN_KEY; at least 32 characters each, comma-separated, the first makes tokens. Without it pods show none, and a closed configstore lets them not in")]
    [ConfigurationKeyName("POD_TOKEN_KEY"), PasswordPropertyText(true)]
    [RegularExpression(Model.Pods.PodTokens.KeysPattern, ErrorMessage = "POD_TOKEN_KEY must be keys of at least 32 printable characters, with commas between them.")]
    public string PodTokenKey { get; set; } = "";

    /// <summary>Hosts inside that documents may lead to. Default none.</summary>
    [Description("Hosts inside the cluster or its network that documents may lead to, such as billing.corp.internal, *.example.lan, 10.1.0.0/16; the same at configstore and actualizer")]
    [ConfigurationKeyName("ENDPOINT_ALLOW"), HostPatterns]
    public string EndpointAllow { get; set; } = "";

    /// <summary>Hosts that documents may not lead to, besides those that are inside by their look. Default none.</summary>
    [Description("Further hosts that documents may not lead to: the cluster's address ranges where those are public, and namespaces that read like domains, such as 203.0.113.0/24, *.monitoring; the same at both")]
    [ConfigurationKeyName("ENDPOINT_DENY"), HostPatterns]
    public string EndpointDeny { get; set; } = "";

    /// <summary>Whether gateways may follow redirects. Default false.</summary>
    [Description("Whether gateways may follow redirects, which lead wherever an answer says; the same at both")]
    [ConfigurationKeyName("ENDPOINT_REDIRECTS")]
    public bool EndpointRedirects { get; set; }

    /// <summary>Name of the secret that images are pulled with. Default none.</summary>
    [Description("Name of the secret that images are pulled with")]
    [ConfigurationKeyName("LB_PULL_SECRET")]
    public string PullSecret { get; set; } = "";

    /// <summary>Service account of sls-api's pods, which deploy functions. Default <c>sls-api</c>.</summary>
    [Description("Service account of sls-api's pods, which deploy functions")]
    [ConfigurationKeyName("SLS_SERVICE_ACCOUNT_NAME"), Required]
    public string SlsServiceAccountName { get; set; } = "sls-api";

    /// <summary>Whether workspaces get the secret <c>triton-keypair</c>. Default false.</summary>
    [Description("Whether workspaces get the secret triton-keypair")]
    [ConfigurationKeyName("TRITON_OBJECT_STORE_ENABLED")]
    public bool TritonObjectStoreEnabled { get; set; }

    /// <summary>Redis of the gateways. Default <c>eg-identity-redis.default</c>.</summary>
    [Description("Redis of the gateways")]
    [ConfigurationKeyName("REDIS_HOST"), Required]
    public string RedisHost { get; set; } = "eg-identity-redis.default";

    /// <summary>Its port. Default 6379.</summary>
    [Description("Port of that Redis")]
    [ConfigurationKeyName("REDIS_PORT")]
    [Range(1, 65535)]
    public int RedisPort { get; set; } = 6379;

    /// <summary>How gateways sign in there. Default <see cref="Redis.RedisAuthentication.Required"/>.</summary>
    [Description("How gateways sign in there: Required gives every environment a user that opens its own keys alone, made with REDIS_ADMIN_PASSWORD; Off is for a Redis without password, where every tenant's gateway can read and change the consumers of all")]
    [ConfigurationKeyName("REDIS_AUTHENTICATION")]
    [EnumDataType(typeof(RedisAuthentication))]
    public RedisAuthentication RedisAuthentication { get; set; } = RedisAuthentication.Required;

    /// <summary>Keys that the passwords of those users are made with, comma-separated, the first makes passwords. Default none.</summary>
    [Description("Keys that the passwords of those users are made with; at least 32 characters each, comma-separated: gateways get the password of the first, those of all others still open Redis. Nobody else may know them")]
    [ConfigurationKeyName("REDIS_USER_KEY"), PasswordPropertyText(true)]
    [RegularExpression(Model.Pods.PodTokens.KeysPattern, ErrorMessage = "REDIS_USER_KEY must be keys of at least 32 printable characters, with commas between them.")]
    public string RedisUserKey { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RedisAuthentication == RedisAuthentication.Required && RedisUserKey.Length == 0)
            yield return new ValidationResult("is not set, and gateways sign in at Redis with passwords made from it (REDIS_AUTHENTICATION=Off is for a Redis without password)", ["REDIS_USER_KEY"]);
    }
}
