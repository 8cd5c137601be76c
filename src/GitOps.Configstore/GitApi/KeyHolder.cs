using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.GitApi;

/// <summary>Where keys of pods lie: in a repository of a producer, or, from before pods had keys of repositories, with its user.</summary>
/// <param name="Producer">Whose.</param>
/// <param name="Slot">The repository; null for the user.</param>
public readonly record struct KeyHolder(ProducerName Producer, RepositorySlot? Slot = null)
{
    /// <summary>The repository that a component's pods clone.</summary>
    /// <param name="producer">Whose.</param>
    /// <param name="project">Of which project.</param>
    /// <param name="type">One of <see cref="SystemKeyTitle.Types"/>.</param>
    public static KeyHolder Of(ProducerName producer, ProjectName project, string type) =>
        new(producer, new RepositorySlot(project, type == SystemKeyTitle.Workspace ? RepositoryRole.Dev : RepositoryRole.Functions));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out KeyHolder holder)
    {
        holder = default;
        var parts = text.Split('/', 2);
        if (!ProducerName.TryParse(parts[0], out var producer)) return false;
        if (parts.Length == 1)
        {
            holder = new KeyHolder(producer);
            return true;
        }
        if (!RepositoryLayout.TryGetSlot(parts[1], out var slot)) return false;
        holder = new KeyHolder(producer, slot);
        return true;
    }

    /// <summary>The repository in Gitea.</summary>
    /// <exception cref="InvalidOperationException">It is the user.</exception>
    public RepositoryName Repository(string prefix) => Slot is { } slot
        ? new RepositoryName(Producer.ToUserName(prefix), RepositoryLayout.NameOf(slot))
        : throw new InvalidOperationException($"The keys of {Producer}'s user lie in no repository.");

    /// <summary><c>al/dev</c>, or <c>al</c> for the user.</summary>
    public override string ToString() => Slot is { } slot ? $"{Producer}/{RepositoryLayout.NameOf(slot)}" : Producer.Value;
}
