using System.Text.Json;
using System.Text.Json.Serialization;

using GitOps.Configstore.Producers;
using GitOps.Configstore.Status;
using GitOps.Configstore.Webhooks;

namespace GitOps.Configstore;

/// <summary>The JSON of the configstore's own routes: those that processes share are in <see cref="GitOps.Model.Api.ApiJson"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookAnswer))]
[JsonSerializable(typeof(StatusPage))]
[JsonSerializable(typeof(ProducerRequest))]
[JsonSerializable(typeof(ProducerDetails))]
[JsonSerializable(typeof(IReadOnlyList<ProducerListItem>))]
internal sealed partial class ConfigstoreJson : JsonSerializerContext;
