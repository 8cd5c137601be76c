using System.Text.Json;
using System.Text.Json.Serialization;
using GitOps.Configstore.Actualizers;
using GitOps.Configstore.GitApi;
using GitOps.Configstore.Producers;
using GitOps.Configstore.ProjectApi;
using GitOps.Configstore.Status;
using GitOps.Model.Api;

namespace GitOps.Configstore;

/// <summary>The JSON of the configstore's own routes: those that processes share are in <see cref="GitOps.Model.Api.ApiJson"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OkAnswer))]
[JsonSerializable(typeof(UserRequest))]
[JsonSerializable(typeof(HookRequest))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(UsersAnswer))]
[JsonSerializable(typeof(RepositoriesAnswer))]
[JsonSerializable(typeof(RepositoryAnswer))]
[JsonSerializable(typeof(FileAnswer))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(KeyAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(StatusPage))]
[JsonSerializable(typeof(ProducerRequest))]
[JsonSerializable(typeof(ProducerDetails))]
[JsonSerializable(typeof(IReadOnlyList<ProducerListItem>))]
[JsonSerializable(typeof(IReadOnlyList<EnvironmentHead>))]
[JsonSerializable(typeof(DisabledState))]
[JsonSerializable(typeof(EntityDeleted))]
[JsonSerializable(typeof(RunningPodList))]
internal sealed partial class ConfigstoreJson : JsonSerializerContext;
