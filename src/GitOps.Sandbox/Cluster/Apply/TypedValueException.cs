namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>An applied object does not fit the schema of its kind; the message names every place.</summary>
internal sealed class TypedValueException(string message) : Exception(message);
