using System.Collections.Immutable;
using GitOps.Model.Names;

namespace GitOps.Configstore.Producers;

/// <summary>What could not be explained of single producers when Gitea was last listed. They stay as they are known, and so does nobody else.</summary>
public sealed class ProducerProblems
{
    private ImmutableDictionary<ProducerName, string> _problems = ImmutableDictionary<ProducerName, string>.Empty;

    /// <summary>One sentence for people; null when all is well.</summary>
    public string? Find(ProducerName producer) => Volatile.Read(ref _problems).GetValueOrDefault(producer);

    internal void Replace(IReadOnlyDictionary<ProducerName, string> problems) => Volatile.Write(ref _problems, problems.ToImmutableDictionary());
}
