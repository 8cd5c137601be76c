using GitOps.Model.Validation;

namespace GitOps.Configstore.Editing;

/// <summary>What was asked for cannot be done to these documents; nothing is committed.</summary>
public sealed class EditRefusedException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(" ", problems.Select(problem => problem.ToString())))
{
    public EditRefusedException(string file, string path, string reason, string? hint = null)
        : this([new Problem(file, path, reason) { Hint = hint }])
    {
    }

    public IReadOnlyList<Problem> Problems { get; } = problems;
}
