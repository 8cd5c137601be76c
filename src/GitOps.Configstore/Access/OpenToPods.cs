namespace GitOps.Configstore.Access;

/// <summary>Metadata of a route that pods of the producer may call that the route is about.</summary>
public sealed class OpenToPods;
