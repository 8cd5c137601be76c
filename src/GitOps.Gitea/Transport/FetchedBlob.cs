namespace GitOps.Gitea.Transport;

/// <summary>A blob's bytes, checked against its SHA.</summary>
public sealed record FetchedBlob(string Sha, ReadOnlyMemory<byte> Content);
