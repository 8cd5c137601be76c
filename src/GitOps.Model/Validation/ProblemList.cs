using System.Text.Json.Nodes;

namespace GitOps.Model.Validation;

/// <summary>Collects every problem of a snapshot's documents, in the order found, up to a bound that a reader can take in.</summary>
public sealed class ProblemList
{
    /// <summary>Problems kept; of further ones only the fact is told.</summary>
    public const int MaxCount = 100;

    private readonly List<Problem> _problems = [];
    private bool _truncated;

    public bool IsEmpty => _problems.Count == 0;

    public IReadOnlyList<Problem> Problems => _problems;

    public void Add(Problem problem)
    {
        if (_problems.Count < MaxCount) _problems.Add(problem);
        else if (!_truncated)
        {
            _truncated = true;
            _problems.Add(new Problem(problem.File, "$", $"There are more than {MaxCount} problems; the rest is not listed."));
        }
    }

    public void AddRange(IEnumerable<Problem> problems)
    {
        foreach (var problem in problems) Add(problem);
    }

    public void Add(string file, string path, string reason, int? line = null) => Add(new Problem(file, path, reason, line));

    /// <summary>A problem of a node that is there.</summary>
    public void Add(string file, JsonNode node, string reason) => Add(new Problem(file, node.GetPath(), reason));

    /// <summary>A problem of a member, whether there or missing.</summary>
    public void Add(string file, JsonObject parent, string member, string reason) =>
        Add(new Problem(file, JsonPath.Member(parent.GetPath(), member), reason));
}
