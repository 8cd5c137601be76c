using GitOps.Sandbox.Forge.Access;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>A user who may do something in another user's repository.</summary>
internal sealed record Collaborator(long AccountId, AccessLevel Access);
