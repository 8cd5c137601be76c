namespace GitOps.Sandbox.Cluster.Logs;

/// <summary>One line that a container wrote.</summary>
public sealed record PodLogLine(DateTimeOffset Time, string Text);
