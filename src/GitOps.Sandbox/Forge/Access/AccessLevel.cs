namespace GitOps.Sandbox.Forge.Access;

/// <summary>What somebody may do in a repository; each level includes those before it.</summary>
internal enum AccessLevel
{
    None,
    Read,
    Write,
    Admin,
    Owner,
}
