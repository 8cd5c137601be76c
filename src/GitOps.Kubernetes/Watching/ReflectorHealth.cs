namespace GitOps.Kubernetes.Watching;

/// <summary>How well a <see cref="Reflector"/> knows the cluster at the moment.</summary>
/// <param name="IsSynced">A list has been read whole since the start.</param>
/// <param name="ConnectedSince">Since when the present connection tells of changes; null while there is none.</param>
/// <param name="LastContact">When the server last said something; null before the first time.</param>
/// <param name="Failures">Attempts that failed since the last one that did not.</param>
/// <param name="LastError">Why the last attempt failed; null once one succeeded again.</param>
public sealed record ReflectorHealth(bool IsSynced, DateTimeOffset? ConnectedSince, DateTimeOffset? LastContact, int Failures, string? LastError);
