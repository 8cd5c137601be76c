using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>The resources that every cluster has.</summary>
internal static class BuiltInResources
{
    private static readonly string[] All = ["all"];
    private static readonly string[] EventFields =
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    public static IEnumerable<ApiResource> Create(TimeProvider clock, ClusterIpPool addresses) =>
        [.. Core(clock, addresses), .. Apps(), .. Networking(), Lease()];

    private static List<ApiResource> Core(TimeProvider clock, ClusterIpPool addresses)
    {
        var events = new ApiResource
        {
            Group = "",
            Version = "v1",
            Plural = "events",
            Singular = "event",
            Kind = "Event",
            Namespaced = true,
            Schema = Shape("core/v1.Event"),
            ShortNames = ["ev"],
            SelectableFields = EventFields,
            CreatesOnUpdate = true,
        };
        return
        [
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "namespaces", Singular = "namespace", Kind = "Namespace", Namespaced = false,
                Schema = Shape("core/v1.Namespace"), Strategy = new NamespaceStrategy(), ShortNames = ["ns"], HasStatus = true,
                SelectableFields = ["status.phase"], ReturnsDeleted = true, Subresources = [new("finalize", "Namespace", "update")],
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "pods", Singular = "pod", Kind = "Pod", Namespaced = true,
                Schema = Shape("core/v1.Pod"), Strategy = new PodStrategy(clock), ShortNames = ["po"], Categories = All, HasStatus = true,
                SelectableFields = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP", "status.nominatedNodeName"],
                ReturnsDeleted = true, Subresources = [new("binding", "Binding", "create"), new("log", "Pod", "get")],
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "services", Singular = "service", Kind = "Service", Namespaced = true,
                Schema = Shape("core/v1.Service"), Strategy = new ServiceStrategy(addresses), ShortNames = ["svc"], Categories = All, HasStatus = true, CreatesOnUpdate = true,
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "configmaps", Singular = "configmap", Kind = "ConfigMap", Namespaced = true,
                Schema = Shape("core/v1.ConfigMap"), Strategy = new ConfigurationStrategy(secret: false), ShortNames = ["cm"],
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "secrets", Singular = "secret", Kind = "Secret", Namespaced = true,
                Schema = Shape("core/v1.Secret"), Strategy = new ConfigurationStrategy(secret: true), SelectableFields = ["type"],
            },
            events,
            new ApiResource
            {
                Group = "events.k8s.io", Version = "v1", Plural = "events", Singular = "event", Kind = "Event", Namespaced = true,
                Schema = Shape("events/v1.Event"), ShortNames = ["ev"], SelectableFields = EventFields, CreatesOnUpdate = true,
                StoredAs = events, FromStored = value => ObjectNormalizer.Normalize(EventConversion.FromCore(value), Shape("events/v1.Event")), ToStored = EventConversion.ToCore,
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "serviceaccounts", Singular = "serviceaccount", Kind = "ServiceAccount", Namespaced = true,
                Schema = Shape("core/v1.ServiceAccount"), ShortNames = ["sa"], ReturnsDeleted = true,
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "endpoints", Singular = "endpoints", Kind = "Endpoints", Namespaced = true,
                Schema = Shape("core/v1.Endpoints"), ShortNames = ["ep"], CreatesOnUpdate = true,
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "nodes", Singular = "node", Kind = "Node", Namespaced = false,
                Schema = Shape("core/v1.Node"), Strategy = new NodeStrategy(), ShortNames = ["no"], HasStatus = true, SelectableFields = ["spec.unschedulable"],
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "resourcequotas", Singular = "resourcequota", Kind = "ResourceQuota", Namespaced = true,
                Schema = Shape("core/v1.ResourceQuota"), ShortNames = ["quota"], HasStatus = true, ReturnsDeleted = true,
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "limitranges", Singular = "limitrange", Kind = "LimitRange", Namespaced = true,
                Schema = Shape("core/v1.LimitRange"), ShortNames = ["limits"], CreatesOnUpdate = true,
            },
            new ApiResource
            {
                Group = "", Version = "v1", Plural = "persistentvolumeclaims", Singular = "persistentvolumeclaim", Kind = "PersistentVolumeClaim", Namespaced = true,
                Schema = Shape("core/v1.PersistentVolumeClaim"), ShortNames = ["pvc"], HasStatus = true, ReturnsDeleted = true,
            },
        ];
    }

    private static List<ApiResource> Apps() =>
    [
        new ApiResource
        {
            Group = "apps", Version = "v1", Plural = "deployments", Singular = "deployment", Kind = "Deployment", Namespaced = true,
            Schema = Shape("apps/v1.Deployment"), Strategy = new DeploymentStrategy(), ShortNames = ["deploy"], Categories = All,
            HasStatus = true, HasScale = true, HasGeneration = true,
        },
        new ApiResource
        {
            Group = "apps", Version = "v1", Plural = "replicasets", Singular = "replicaset", Kind = "ReplicaSet", Namespaced = true,
            Schema = Shape("apps/v1.ReplicaSet"), Strategy = new ReplicaSetStrategy(), ShortNames = ["rs"], Categories = All,
            SelectableFields = ["status.replicas"], HasStatus = true, HasScale = true, HasGeneration = true,
        },
    ];

    private static List<ApiResource> Networking() =>
    [
        new ApiResource
        {
            Group = "networking.k8s.io", Version = "v1", Plural = "ingresses", Singular = "ingress", Kind = "Ingress", Namespaced = true,
            Schema = Shape("networking/v1.Ingress"), Strategy = new IngressStrategy(), ShortNames = ["ing"], HasStatus = true, HasGeneration = true,
        },
        new ApiResource
        {
            Group = "networking.k8s.io", Version = "v1", Plural = "ingressclasses", Singular = "ingressclass", Kind = "IngressClass", Namespaced = false,
            Schema = Shape("networking/v1.IngressClass"), Strategy = new SpecStrategy(), HasGeneration = true,
        },
        new ApiResource
        {
            Group = "networking.k8s.io", Version = "v1", Plural = "networkpolicies", Singular = "networkpolicy", Kind = "NetworkPolicy", Namespaced = true,
            Schema = Shape("networking/v1.NetworkPolicy"), Strategy = new NetworkPolicyStrategy(), ShortNames = ["netpol"], HasGeneration = true,
        },
    ];

    private static ApiResource Lease() => new()
    {
        Group = "coordination.k8s.io",
        Version = "v1",
        Plural = "leases",
        Singular = "lease",
        Kind = "Lease",
        Namespaced = true,
        Schema = Shape("coordination/v1.Lease"),
        Strategy = new LeaseStrategy(),
        CreatesOnUpdate = true,
        AllowsUnconditionalUpdate = false,
    };

    private static SchemaType Shape(string name) => SchemaCatalog.BuiltIn.Root(name);
}
