using System.Text.Json.Serialization;

namespace GitOps.Gitea.OAuth;

[JsonSerializable(typeof(OAuthAnswer))]
internal sealed partial class OAuthJson : JsonSerializerContext;
