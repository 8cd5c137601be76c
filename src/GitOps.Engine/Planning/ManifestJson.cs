using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GitOps.Engine.Planning;

/// <summary>Source-generated writing of manifests.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ManifestJson : JsonSerializerContext;
