using System.Text.Json;
using System.Text.Json.Serialization;

namespace GitOps.Configstore.Access.Login;

/// <summary>The JSON of what browsers keep, and of <c>GET /me</c>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(EndedSessions))]
[JsonSerializable(typeof(PendingLogin))]
[JsonSerializable(typeof(WhoAmI))]
internal sealed partial class LoginJson : JsonSerializerContext;
