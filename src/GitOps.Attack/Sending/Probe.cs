namespace GitOps.Attack.Sending;

/// <summary>A request to be sent as somebody.</summary>
/// <param name="Method">Any text that HTTP takes for a method.</param>
/// <param name="Path">As it goes over the wire, with its query: nothing in it is made simpler.</param>
public sealed record Probe(string Method, string Path)
{
    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>How much of the answer is read.</summary>
    public int MaxAnswerBytes { get; init; } = 64 * 1024;
}
