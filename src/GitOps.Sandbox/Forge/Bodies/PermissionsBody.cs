namespace GitOps.Sandbox.Forge.Bodies;

/// <summary>Gitea's <c>Permission</c>.</summary>
internal sealed record PermissionsBody(bool Admin, bool Push, bool Pull);
