using System.Text.Json.Serialization;

namespace GitOps.Model.Api;

/// <summary>How the last reconcile of an environment ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReconcileState>))]
public enum ReconcileState
{
    /// <summary>The cluster is as the revision says.</summary>
    [JsonStringEnumMemberName("succeeded")]
    Succeeded,

    /// <summary>On the way: something must become ready or present first.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>The revision is not acceptable as it is; the last valid state keeps running.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>Could not be done for now; tried again by itself.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Held back by a safety brake until an operator releases it.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}
