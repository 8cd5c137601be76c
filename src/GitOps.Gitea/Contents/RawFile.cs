namespace GitOps.Gitea.Contents;

/// <summary>A file's bytes, checked against their blob SHA where Gitea gave it.</summary>
/// <param name="Sha">The blob's SHA, which is the ETag; null when a proxy took it away.</param>
public sealed record RawFile(ReadOnlyMemory<byte> Content, string? Sha);
