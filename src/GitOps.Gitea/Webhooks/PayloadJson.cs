using System.Text.Json.Serialization;

namespace GitOps.Gitea.Webhooks;

/// <summary>Reads payloads leniently: whoever holds the secret may still send nonsense.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PayloadBody))]
internal sealed partial class PayloadJson : JsonSerializerContext;
