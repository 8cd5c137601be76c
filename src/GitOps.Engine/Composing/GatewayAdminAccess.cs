namespace GitOps.Engine.Composing;

/// <summary>Who reaches the admin API of a gateway.</summary>
public enum GatewayAdminAccess
{
    /// <summary>The gateway's own pod, and who reads metrics where somebody does.</summary>
    Protected,

    /// <summary>Everybody, on the host <c>admin-…</c>, without authentication.</summary>
    Open,
}
