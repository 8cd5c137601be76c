using System.Text.Json;
using System.Text.Json.Serialization;
using GitOps.Configstore.GitApi;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Configstore.Status;

namespace GitOps.Configstore.Storage;

/// <summary>The JSON of what is kept under DATA_DIR. Not a contract: files of another shape are read anew from Gitea.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegistryRecord))]
[JsonSerializable(typeof(StatusRecord))]
[JsonSerializable(typeof(CommitManifest))]
[JsonSerializable(typeof(StaleKeyMark))]
internal sealed partial class StorageJson : JsonSerializerContext;
