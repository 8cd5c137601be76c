namespace GitOps.Model.Api;

/// <summary>
/// Names of the server-sent events on <c>/change-stream</c> and <c>/change-stream/{producer}</c>. Every event but
/// <see cref="Keepalive"/> has an id; a client that reconnects with <c>Last-Event-ID</c> gets what it missed, or <see cref="Reset"/>.
/// </summary>
public static class ChangeStreamEvents
{
    /// <summary>A push; data is a <see cref="PushEvent"/>.</summary>
    public const string Push = "data";

    /// <summary>An environment has a new head; data is an <see cref="EnvironmentHead"/>.</summary>
    public const string Head = "environment";

    /// <summary>An environment is gone from a complete listing; data is its last <see cref="EnvironmentHead"/>.</summary>
    public const string Removed = "removed";

    /// <summary>An actualizer reported; data is an <see cref="EnvironmentStatus"/>.</summary>
    public const string Status = "status";

    /// <summary>Somebody wants an environment reconciled now, changed or not; data is a <see cref="ReconcileRequest"/>.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>The missed events are not known any more, or this is the first connection: list, then follow. Data is <c>{}</c>.</summary>
    public const string Reset = "reset";

    /// <summary>Sent every 30 s on a quiet stream. Data is <c>{}</c>.</summary>
    public const string Keepalive = "keepalive";
}
