namespace GitOps.Sandbox.Cluster.Schemas;

/// <summary>A field of a struct.</summary>
/// <param name="Name">JSON member name.</param>
/// <param name="Type">Type of the value.</param>
/// <param name="Required">Whether a zero value is written (no <c>omitempty</c> in the Go declaration).</param>
/// <param name="Default">Default that stands in for a missing key of a keyed list; null when there is none.</param>
internal sealed record SchemaField(string Name, SchemaType Type, bool Required, string? Default);
