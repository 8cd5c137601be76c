using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Controllers;

/// <summary>A ReplicaSet of a Deployment with the numbers that a rollout counts with.</summary>
internal sealed class OwnedReplicaSet(StoredObject stored)
{
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";
    public const string HashLabel = "pod-template-hash";

    public ObjectKey Key { get; } = stored.Key;

    public string Uid { get; } = stored.Uid;

    public JsonObject Value { get; } = stored.Parse();

    /// <summary>Pods that it asks for, with what this pass has changed.</summary>
    public int Wanted { get; set; } = (int)(stored.Parse().Object("spec").Integer("replicas") ?? 1);

    public int Current => Count("replicas");

    public int Ready => Count("readyReplicas");

    public int Available => Count("availableReplicas");

    public long Revision => RevisionOf(Value);

    public static long RevisionOf(JsonObject value) =>
        long.TryParse(value.Object("metadata", "annotations").Text(RevisionAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>The template without the label by which its pods are told apart.</summary>
    public JsonObject Template()
    {
        var template = (JsonObject)Value.Object("spec", "template")!.DeepClone();
        template.Object("metadata", "labels")?.Remove(HashLabel);
        return template;
    }

    private int Count(string name) => (int)(Value.Object("status").Integer(name) ?? 0);
}
