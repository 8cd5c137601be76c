using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitOps.Actualizer.Operations;

/// <summary>Source-generated JSON of the operations port.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HoldListView))]
[JsonSerializable(typeof(PodListView))]
internal sealed partial class OperationsJson : JsonSerializerContext;
