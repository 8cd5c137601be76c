namespace GitOps.Attack.Targets;

/// <summary>What a route asks of its caller, as the configstore's OpenAPI document says with <c>x-access</c>; each includes those before it.</summary>
public enum Right
{
    /// <summary>Nothing: anybody may call.</summary>
    Public,

    /// <summary>To be somebody whom Gitea knows.</summary>
    Known,

    /// <summary>To read the producer's repositories.</summary>
    Read,

    /// <summary>To write to them.</summary>
    Write,

    /// <summary>To be the producer itself.</summary>
    Owner,

    /// <summary>To be a site administrator, or a service.</summary>
    Operator,
}
