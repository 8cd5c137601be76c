using System.Text.Json.Serialization;

namespace GitOps.Model.Snapshots;

/// <summary>Which of a project's two repositories is meant.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RepositoryRole>))]
public enum RepositoryRole
{
    /// <summary>LoopBack project and <c>lunchbadger.json</c>.</summary>
    [JsonStringEnumMemberName("dev")]
    Dev,

    /// <summary>Serverless functions, one folder each.</summary>
    [JsonStringEnumMemberName("functions")]
    Functions,
}
