using GitOps.Engine.Manifests;

namespace GitOps.Engine.Applying;

/// <summary>The order of writes: what others refer to first, what lets traffic in last. Deletions go the other way.</summary>
public static class Waves
{
    public const int Count = 5;

    /// <summary>Whether an object must stand before any part of an environment is written.</summary>
    public static bool IsCommon(ObjectKey key) => Of(key) < 2;

    /// <summary>Whether an object may be deleted to be made again: what holds nothing that git does not.</summary>
    public static bool MayReplace(ObjectKey key) => key.Kind is "ConfigMap" or "Secret" or "Service" or "Deployment" or "Function" or "Ingress"
        or "NetworkPolicy" or "ServiceAccount" or "Role" or "RoleBinding" or "ResourceQuota" or "LimitRange";

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
