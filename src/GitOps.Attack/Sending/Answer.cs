namespace GitOps.Attack.Sending;

/// <summary>An answer, as far as it is of interest.</summary>
/// <param name="Status">0 when the server closed the connection without one.</param>
/// <param name="Body">Its beginning; empty for streams.</param>
/// <param name="Location">Where it leads.</param>
public sealed record Answer(int Status, string Body, string? Location = null)
{
    /// <summary>What it sets in a browser.</summary>
    public IReadOnlyList<string> Cookies { get; init; } = [];

    public bool IsSuccess => Status is >= 200 and < 400;
}
