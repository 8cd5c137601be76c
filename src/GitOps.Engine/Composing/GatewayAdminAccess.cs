namespace GitOps.Engine.Composing;

/// <summary>Who reaches the admin API of a gateway.</summary>
public enum GatewayAdminAccess
{
    /// <summary>Only pods of the cluster, through the gateway's Service.</summary>
    Protected,

    /// <summary>Everybody, on the host <c>admin-…</c>, without authentication.</summary>
    Open,
}
