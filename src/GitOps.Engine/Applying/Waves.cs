using GitOps.Engine.Manifests;

namespace GitOps.Engine.Applying;

/// <summary>The order of writes: what others refer to first, what lets traffic in last. Deletions go the other way.</summary>
public static class Waves
{
    public const int Count = 4;

    /// <summary>0 for what guards and allows, 1 for what pods refer to, 2 for what runs, 3 for what routes to it.</summary>
    public static int Of(ObjectKey key) => key.Kind switch
    {
        "Namespace" or "ServiceAccount" or "Role" or "RoleBinding" or "ResourceQuota" or "LimitRange" or "NetworkPolicy" => 0,
        "Deployment" or "Function" => 2,
        "Ingress" => 3,
        _ => 1,
    };
}
