namespace GitOps.Configstore.Actualizers;

/// <summary>The actualizer is not configured, not reachable, or gave no whole answer. The message can be shown to callers.</summary>
public sealed class ActualizerUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
