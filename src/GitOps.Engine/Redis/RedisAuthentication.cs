namespace GitOps.Engine.Redis;

/// <summary>How gateways sign in at the shared Redis.</summary>
public enum RedisAuthentication
{
    /// <summary>Every environment's gateways as a user of their own, which opens their keys alone.</summary>
    Required,

    /// <summary>As nobody: Redis has no password, and every tenant's gateway can read and change the consumers of all.</summary>
    Off,
}
