using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.Editing;

/// <summary>What became of an edit. Only <see cref="Committed"/> changed anything; of <see cref="Unavailable"/> its text says whether that is certain.</summary>
public abstract record EditOutcome
{
    private EditOutcome()
    {
    }

    /// <summary>The change is a commit of its own, made once.</summary>
    /// <param name="Commit">Its id.</param>
    /// <param name="Revision">The environment's, with this commit as the head.</param>
    /// <param name="Message">As it stands in the commit.</param>
    public sealed record Committed(string Commit, Revision Revision, string Message) : EditOutcome;

    /// <summary>Everything was already as it was asked for; there is no commit.</summary>
    public sealed record Unchanged(Revision Revision) : EditOutcome;

    /// <summary>The environment is not at the expected revision any more.</summary>
    public sealed record Stale(Revision Current) : EditOutcome;

    /// <summary>The documents would have these problems, which they do not have now.</summary>
    public sealed record Invalid(IReadOnlyList<Problem> Problems) : EditOutcome;

    /// <summary>What was to be changed does not exist.</summary>
    public sealed record NotFound(string Message) : EditOutcome;

    /// <summary>The repository is not as the edit needs it, or others kept changing it.</summary>
    public sealed record Conflict(string Message) : EditOutcome;

    /// <summary>Gitea does not let the caller do this.</summary>
    public sealed record Forbidden(string Message) : EditOutcome;

    /// <summary>Gitea does not know the caller any more.</summary>
    public sealed record Unauthorized(string Message) : EditOutcome;

    /// <summary>Gitea could not be asked, or its answer was lost. The text says whether the commit was made, or that it is not known.</summary>
    public sealed record Unavailable(string Message) : EditOutcome;
}
