namespace GitOps.Testing;

/// <summary>A program that a test needs did not do its part.</summary>
public sealed class ChildProcessException(string message, Exception? cause = null) : Exception(message, cause);
