using System.Text.Json;
using System.Text.Json.Serialization;
using GitOps.Model.Snapshots;

namespace GitOps.Model.Api;

/// <summary>The JSON of every contract between processes: camel case, absent members left out, source-generated.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EnvironmentHead))]
[JsonSerializable(typeof(EnvironmentPage))]
[JsonSerializable(typeof(EnvironmentSnapshot))]
[JsonSerializable(typeof(EnvironmentStatus))]
[JsonSerializable(typeof(PushEvent))]
[JsonSerializable(typeof(ReconcileRequest))]
public sealed partial class ApiJson : JsonSerializerContext;
