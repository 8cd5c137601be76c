using System.Text.Json.Serialization;

namespace GitOps.Configstore.GitApi;

/// <summary><c>{data}</c>: base64, or an explicit null when there is no such file.</summary>
public sealed record FileAnswer([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Data);
