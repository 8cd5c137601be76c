using GitOps.Engine.Manifests;

namespace GitOps.Engine.Applying;

/// <summary>The order of writes: what others refer to first, what lets traffic in last. Deletions go the other way.</summary>
public static class Waves
{
    public const int Count = 5;

    /// <summary>0 for the namespace, 1 for what guards and allows, 2 for what pods refer to, 3 for what runs, 4 for what routes to it.</summary>
    public static int Of(ObjectKey key) => key.Kind switch
    {
        "Namespace" => 0,
        "ServiceAccount" or "Role" or "RoleBinding" or "ResourceQuota" or "LimitRange" or "NetworkPolicy" => 1,
        "Deployment" or "Function" => 3,
        "Ingress" => 4,
        _ => 2,
    };
}
