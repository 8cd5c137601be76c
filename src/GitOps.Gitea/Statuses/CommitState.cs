using System.Text.Json.Serialization;

namespace GitOps.Gitea.Statuses;

/// <summary>What a commit status says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CommitState>))]
public enum CommitState
{
    [JsonStringEnumMemberName("pending")]
    Pending,

    [JsonStringEnumMemberName("success")]
    Success,

    [JsonStringEnumMemberName("error")]
    Error,

    [JsonStringEnumMemberName("failure")]
    Failure,

    [JsonStringEnumMemberName("warning")]
    Warning,
}
