namespace GitOps.Model.Json;

/// <summary>A member or an element.</summary>
/// <param name="Name">Null of an element.</param>
/// <param name="Start">First byte of the member's name, or of the element.</param>
internal sealed record JsonSpanChild(string? Name, int Start, JsonSpan Value);
