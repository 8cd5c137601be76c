using System.Diagnostics.Metrics;

namespace GitOps.Configstore.Editing;

/// <summary>Edits by what became of them.</summary>
public sealed class EditMetrics(IMeterFactory meters)
{
    private readonly Counter<long> _edits = meters.Create(ConfigstoreMetrics.Meter)
        .CreateCounter<long>("gitops.edits", description: "Edits of repositories, by result");

    internal void Edited(EditOutcome outcome) =>
        _edits.Add(1, new KeyValuePair<string, object?>("result", outcome.GetType().Name.ToLowerInvariant()));
}
