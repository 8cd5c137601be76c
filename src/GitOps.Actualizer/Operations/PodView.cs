namespace GitOps.Actualizer.Operations;

/// <summary>A pod that may still run.</summary>
/// <param name="Name">Of the pod.</param>
/// <param name="App">Component that it belongs to, such as <c>workspace</c>.</param>
/// <param name="Created">When the API server made it.</param>
public sealed record PodView(string Name, string App, DateTimeOffset Created);
