using System.Text.Json.Nodes;

namespace GitOps.Engine.Manifests;

/// <summary>One object as it should be in the cluster: exactly the fields that this system owns, nothing defaulted.</summary>
/// <param name="Key">Which object.</param>
/// <param name="Body">The whole manifest, with apiVersion, kind and metadata. Not changed after composing.</param>
/// <param name="Origin">What in git asks for the object.</param>
public sealed record Manifest(ObjectKey Key, JsonObject Body, Origin Origin);
