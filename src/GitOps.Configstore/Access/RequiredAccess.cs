namespace GitOps.Configstore.Access;

/// <summary>Metadata of a route: the permission that its callers need.</summary>
public sealed record RequiredAccess(Permission Permission);
