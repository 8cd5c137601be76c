namespace GitOps.Sandbox;

/// <summary>A producer of the sandbox.</summary>
/// <param name="Name">Such as <c>al</c>.</param>
/// <param name="Token">A token of its Gitea user, good for git, the forge's API and the configstore; null with a real Gitea, where its owner makes one.</param>
public sealed record SandboxProducer(string Name, string? Token);
