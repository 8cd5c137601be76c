using System.Text.Json.Nodes;

namespace GitOps.Sandbox.Cluster.Errors;

/// <summary>A request that the API answers with a Status object (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).</summary>
internal sealed class ApiException(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    /// <summary>HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>Machine-readable reason; empty when the API gives none.</summary>
    public string Reason { get; } = reason;

    /// <summary>Continue token of an answer that offers to go on inconsistently.</summary>
    public string? Continue { get; init; }

    public JsonObject ToStatus()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = Continue is null ? [] : new JsonObject { ["continue"] = Continue },
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason.Length > 0)
            status["reason"] = Reason;
        if (details is not null)
            status["details"] = details.DeepClone();
        status["code"] = Code;
        return status;
    }
}
