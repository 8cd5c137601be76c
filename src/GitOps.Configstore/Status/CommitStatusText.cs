using GitOps.Gitea.Statuses;
using GitOps.Model.Api;

namespace GitOps.Configstore.Status;

/// <summary>An environment's status in the words of a commit status.</summary>
internal static class CommitStatusText
{
    /// <summary>Gitea keeps this many characters of a description.</summary>
    public const int MaxDescription = 255;

    public static NewCommitStatus Of(EnvironmentStatus status) => new(StateOf(status.State), $"gitops/{status.Environment}", Describe(status));

    private static CommitState StateOf(ReconcileState state) => state switch
    {
        ReconcileState.Succeeded => CommitState.Success,
        // The commit is not at fault and nobody needs to push another one.
        ReconcileState.Waiting or ReconcileState.Held => CommitState.Pending,
        ReconcileState.Refused => CommitState.Failure,
        _ => CommitState.Error,
    };

    private static string Describe(EnvironmentStatus status)
    {
        var place = status.Problems.Count switch
        {
            0 => "",
            1 => $" {status.Problems[0]}",
            var count => $" {status.Problems[0]} (and {count - 1} more)",
        };
        // The message of one problem often is the problem; said once is enough.
        var text = place.Length > 0 && status.Message.Contains(status.Problems[0].Reason, StringComparison.Ordinal)
            ? $"{status.Reason}:{place}"
            : $"{status.Reason}: {status.Message}{place}";
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxDescription ? line : line[..(MaxDescription - 1)] + "…";
    }
}
