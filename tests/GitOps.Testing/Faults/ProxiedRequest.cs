namespace GitOps.Testing.Faults;

/// <summary>One request that came to a <see cref="FaultProxy"/>.</summary>
public sealed class ProxiedRequest(string method, string path, string query)
{
    private int _status;

    public string Method { get; } = method;

    /// <summary>The path as it was sent, escapes included, without the query.</summary>
    public string Path { get; } = path;

    /// <summary>The query with its question mark; empty without one.</summary>
    public string Query { get; } = query;

    /// <summary>The status code of the answer; null when none was begun.</summary>
    public int? Status => _status == 0 ? null : _status;

    public override string ToString() => $"{Method} {Path}{Query} -> {(Status is { } status ? $"{status}" : "no answer")}";

    internal void Answered(int status) => _status = status;
}
