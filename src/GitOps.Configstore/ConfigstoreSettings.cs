using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GitOps.Configstore.Access;
using GitOps.Configstore.GitApi;
using GitOps.Hosting.Settings;
using GitOps.Model.Hosts;

namespace GitOps.Configstore;

/// <summary>Settings of the configstore, each an environment variable.</summary>
public sealed class ConfigstoreSettings
{
    [ConfigurationKeyName("GITEA_URL"), Required, Description("Where Gitea is, without /api/v1")]
    public Uri GiteaUrl { get; set; } = null!;

    [ConfigurationKeyName("GITEA_TOKEN"), Required, Secret, Description("Access token of a Gitea site admin, scope all")]
    public string GiteaToken { get; set; } = "";

    [ConfigurationKeyName("REPO_PREFIX"), RegularExpression("[a-z0-9]([a-z0-9-]*[a-z0-9])?", ErrorMessage = "may hold only a-z, 0-9 and inner hyphens"), Description("Prefix of the producers' Gitea users: customer-al is producer al")]
    public string RepoPrefix { get; set; } = "customer";

    [ConfigurationKeyName("WEBHOOK_SECRET"), Required, Secret, MinLength(16), Description("Key of the webhook signatures, at least 16 characters")]
    public string WebhookSecret { get; set; } = "";

    [ConfigurationKeyName("PUBLIC_URL"), Required, Description("Where Gitea and browsers reach this configstore; its webhook goes to PUBLIC_URL/hook")]
    public Uri PublicUrl { get; set; } = null!;

    [ConfigurationKeyName("DATA_DIR"), Required, Description("Folder of the caches and of what must survive a restart")]
    public string DataDirectory { get; set; } = "data";

    [ConfigurationKeyName("SCAN_INTERVAL"), Duration("s", 0.05, 3600), Description("Pause between incremental scans; what a webhook costs at most that was lost alone")]
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(5);

    [ConfigurationKeyName("SCAN_OVERLAP"), Duration("s", 1, 600), Description("How long a change may become visible late in Gitea's list of repositories and still be found")]
    public TimeSpan ScanOverlap { get; set; } = TimeSpan.FromSeconds(10);

    [ConfigurationKeyName("FULL_SCAN_INTERVAL"), Duration("s", 1, 86400), Description("Time between full scans, give or take a tenth; finds removed and renamed users and repositories")]
    public TimeSpan FullScanInterval { get; set; } = TimeSpan.FromMinutes(10);

    [ConfigurationKeyName("HEAD_CHECK_RATE"), Range(0.0, 1000.0), Unit("requests/s"), Description("How often a repository's branches are compared with git, all in turn; what Gitea lost of a push is found within the number of repositories divided by this. 0 never compares")]
    public double HeadCheckRate { get; set; } = 5;

    [ConfigurationKeyName("HEAD_CATCH_UP_RATE"), Range(0.0, 1000.0), Unit("requests/s"), Description("The same while heads are unverified: after the start and after an interruption of Gitea, until all were compared once")]
    public double HeadCatchUpRate { get; set; } = 40;

    [ConfigurationKeyName("HOOK_CHECK_INTERVAL"), Duration("s", 1, 86400), Description("Time between checks that Gitea still has our webhook as it should be")]
    public TimeSpan HookCheckInterval { get; set; } = TimeSpan.FromMinutes(5);

    [ConfigurationKeyName("WEBHOOK_MAX_BYTES"), Range(1024, 64 * 1024 * 1024), Unit("bytes"), Description("Largest webhook that is read; larger ones are answered 413")]
    public int WebhookMaxBytes { get; set; } = 4 * 1024 * 1024;

    [ConfigurationKeyName("GITEA_CONCURRENCY"), Range(1, 256), Description("Calls to Gitea at one time")]
    public int GiteaConcurrency { get; set; } = 16;

    [ConfigurationKeyName("GITEA_TIMEOUT"), Duration("s", 0.1, 600), Description("How long one call to Gitea may take")]
    public TimeSpan GiteaTimeout { get; set; } = TimeSpan.FromSeconds(15);

    [ConfigurationKeyName("MAX_ENVIRONMENTS"), Range(0, 1000), Description("Environments that a project may have beside dev; further branches env/<name> are ignored, and said so")]
    public int MaxEnvironments { get; set; } = 20;

    [ConfigurationKeyName("MAX_PROJECTS"), Range(0, 1000), Description("Projects that a producer may have beside main; further repositories <project>-dev and <project>-functions are ignored, and said so")]
    public int MaxProjects { get; set; } = 20;

    [ConfigurationKeyName("MAX_REPOSITORY_ENTRIES"), Range(100, 1_000_000), Description("Files and folders that a commit may have; one with more is not read, and its environment keeps running as it was")]
    public int MaxRepositoryEntries { get; set; } = 20_000;

    [ConfigurationKeyName("READING_TIMEOUT"), Duration("s", 1, 3600), Description("How long the reading of one commit may take before its place is given to others; it is tried again")]
    public TimeSpan ReadingTimeout { get; set; } = TimeSpan.FromMinutes(1);

    [ConfigurationKeyName("CACHE_BYTES"), Range(1024L * 1024, 64L * 1024 * 1024 * 1024 * 1024), Unit("bytes"), Description("Disk that the caches below DATA_DIR (blobs, manifests, mirrors) may take together; what was not used for longest goes")]
    public long CacheBytes { get; set; } = 8L * 1024 * 1024 * 1024;

    [ConfigurationKeyName("SNAPSHOT_MEMORY_BYTES"), Range(0L, 64L * 1024 * 1024 * 1024), Unit("bytes"), Description("Memory for recently read snapshots")]
    public long SnapshotMemoryBytes { get; set; } = 128L * 1024 * 1024;

    [ConfigurationKeyName("GIT_TRANSPORT_THRESHOLD"), Range(1, 100000), Unit("blobs"), Description("From how many missing blobs on one git fetch is used instead of a call for each")]
    public int GitTransportThreshold { get; set; } = 33;

    [ConfigurationKeyName("STREAM_HISTORY"), Range(16, 1_000_000), Unit("events"), Description("Events kept for clients of the change stream that reconnect")]
    public int StreamHistory { get; set; } = 10_000;

    [ConfigurationKeyName("STREAM_BACKLOG"), Range(16, 100_000), Unit("events"), Description("Events that one client of the change stream may be behind before it is disconnected")]
    public int StreamBacklog { get; set; } = 1_000;

    [ConfigurationKeyName("STREAM_KEEPALIVE"), Duration("s", 0.1, 600), Description("Pause after which a quiet change stream says keepalive")]
    public TimeSpan StreamKeepalive { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKeyName("GIT_API_USER_RATE_LIMIT"), Range(1, 1000), Description("Requests to the git-api's /users routes that are worked on at one time")]
    public int UserRequests { get; set; } = 5;

    [ConfigurationKeyName("AUTHENTICATION"), EnumDataType(typeof(AuthenticationMode)), Description("Whether callers show a Gitea token or a service's; off is for a network that only lets those through who may do everything")]
    public AuthenticationMode Authentication { get; set; } = AuthenticationMode.Required;

    [ConfigurationKeyName("ALLOWED_HOSTS"), Description("With AUTHENTICATION=Off, names that the configstore is reached under, beside loopback ones and PUBLIC_URL's; requests for other hosts may come from web pages and are refused")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = ["configstore.default", "git-api.default"];

    [ConfigurationKeyName("SERVICE_TOKENS"), Secret, RegularExpression(@"^([a-z0-9-]+:[!-+.-~-]{16,}(,|$))*$", ErrorMessage = "must be name:token pairs with commas between; a token has at least 16 printable characters without comma"), Description("Comma-separated name:token pairs of the system's own services, such as actualizer:…; they may do everything")]
    public string ServiceTokens { get; set; } = "";

    [ConfigurationKeyName("AUTH_CACHE"), Duration("s", 0, 60), Description("How long what Gitea says of a caller is believed, and how often open streams are checked; what a revocation takes at most")]
    public TimeSpan AuthCache { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKeyName("ACTUALIZER_URL"), Description("Where the actualizer is, for what only the cluster knows: which pods run, what they log; without it stale keys of pods stay and there are no logs")]
    public Uri? ActualizerUrl { get; set; }

    [ConfigurationKeyName("ACTUALIZER_TOKEN"), Secret, RegularExpression("([!-~]{16,})?", ErrorMessage = "must have at least 16 printable characters"), Description("The actualizer's ACTUALIZER_TOKEN")]
    public string ActualizerToken { get; set; } = "";

    [ConfigurationKeyName("POD_TOKEN_KEY"), Secret, RegularExpression(Model.Pods.PodTokens.KeysPattern, ErrorMessage = "must be keys of at least 32 printable characters, with commas between them"), Description("Keys of the tokens that pods show, the same as the actualizer's POD_TOKEN_KEY; all of them are believed")]
    public string PodTokenKey { get; set; } = "";

    [ConfigurationKeyName("POD_KEY_CHECK"), Duration("s", 0.1, 86400), Description("Pause between looks for keys of pods that are gone, after a pod added one or was removed; takes ACTUALIZER_URL")]
    public TimeSpan PodKeyCheck { get; set; } = TimeSpan.FromSeconds(60);

    [ConfigurationKeyName("POD_KEYS_PUSH"), PodTypes, Description("Components whose pods' keys may push to their repository, of workspace and sls-api; the keys of the others may only clone. For images that commit by themselves, as the predecessor's do when a canvas talks to them")]
    public IReadOnlyList<string> PodKeysPush { get; set; } = [];

    [ConfigurationKeyName("ENDPOINT_ALLOW"), HostPatterns(ErrorMessage = "must be hosts, domains and address ranges with commas between them, such as billing.corp.internal, *.example.lan, 10.1.0.0/16"), Description("Hosts inside the cluster or its network that documents may lead to, such as billing.corp.internal, *.example.lan, 10.1.0.0/16; the same as the actualizer's")]
    public string EndpointAllow { get; set; } = "";

    [ConfigurationKeyName("ENDPOINT_DENY"), HostPatterns(ErrorMessage = "must be hosts, domains and address ranges with commas between them, such as 203.0.113.0/24, *.monitoring"), Description("Further hosts that documents may not lead to, the same as the actualizer's")]
    public string EndpointDeny { get; set; } = "";

    [ConfigurationKeyName("ENDPOINT_REDIRECTS"), Description("Whether gateways may follow redirects, the same as the actualizer's")]
    public bool EndpointRedirects { get; set; }

    [ConfigurationKeyName("AUTH_FAILURES"), Range(1, 10_000), Description("Wrong credentials of one source within AUTH_FAILURE_WINDOW after which it has to wait")]
    public int AuthFailures { get; set; } = 10;

    [ConfigurationKeyName("AUTH_FAILURE_WINDOW"), Duration("s", 0.1, 86400), Description("How long wrong credentials are held against their source: an address, of IPv6 its /64")]
    public TimeSpan AuthFailureWindow { get; set; } = TimeSpan.FromMinutes(1);

    [ConfigurationKeyName("TRUSTED_PROXIES"), Networks, Description("Addresses and networks of the proxies before the configstore, whose X-Forwarded-For says who calls")]
    public IReadOnlyList<string> TrustedProxies { get; set; } = [];

    [ConfigurationKeyName("OAUTH_CLIENT_ID"), Description("Client ID of this configstore among Gitea's OAuth2 applications, for the login of browsers; its redirect URI is PUBLIC_URL/login/callback")]
    public string OAuthClientId { get; set; } = "";

    [ConfigurationKeyName("OAUTH_CLIENT_SECRET"), Secret, MinLength(16), Description("Its client secret; it also seals the browsers' sessions, so a new one ends them")]
    public string OAuthClientSecret { get; set; } = "";

    [ConfigurationKeyName("OAUTH_SCOPES"), RegularExpression("[a-z:-]+( [a-z:-]+)*", ErrorMessage = "must be Gitea's scopes with single blanks between them"), Description("What a signed-in browser may do with Gitea, as far as its user may: enough to read and commit, and to see who is an administrator. Add write:user for making projects, write:admin for making producers and keys")]
    public string OAuthScopes { get; set; } = "read:user write:repository read:admin";

    [ConfigurationKeyName("SESSION_LIFETIME"), Duration("s", 60, 2_678_400), Description("How long a browser may stay signed in")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(7);

    [ConfigurationKeyName("GITEA_PUBLIC_URL"), Description("Where browsers reach Gitea to sign in, if not at GITEA_URL")]
    public Uri? GiteaPublicUrl { get; set; }

    [ConfigurationKeyName("BOT_MAILS"), Description("Committer mails of the system's own bots; pushes with only their commits are not external")]
    public IReadOnlyList<string> BotMails { get; set; } = ["sls-bot@lunchbadger.com", "support@lunchbadger.com"];

    /// <summary>What documents may lead to, as far as this process knows: which namespaces there are, only the actualizer does.</summary>
    internal HostRules ToHostRules() => new()
    {
        Allowed = HostPattern.ParseAll(EndpointAllow),
        Denied = HostPattern.ParseAll(EndpointDeny),
        MayFollowRedirects = EndpointRedirects,
    };
}
