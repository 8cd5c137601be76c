using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>One life of an object.</summary>
internal readonly record struct GarbageKey(ApiResource Resource, ObjectKey Object, string Uid);
