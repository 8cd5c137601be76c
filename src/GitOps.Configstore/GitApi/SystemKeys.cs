using System.Globalization;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Keys;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// Adds SSH keys of the system's own pods. A pod's key takes away no other pod's, whose may still run; what no pod has any more is
/// found by <see cref="StaleKeySweep"/>. Only what the same pod added before is replaced.
/// </summary>
public sealed class SystemKeys(GiteaClient gitea, StaleKeyMarks marks, ConfigstoreSettings settings, TimeProvider time)
{
    /// <param name="producer">Whose pod.</param>
    /// <param name="type">One of <see cref="SystemKeyTitle.Types"/>.</param>
    /// <param name="publicKey">A line as in authorized_keys.</param>
    /// <param name="pod">Name of the pod; null when it does not tell.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="GiteaException">Gitea refused the key or could not be asked.</exception>
    public async Task<PublicKey> AddAsync(ProducerName producer, string type, string publicKey, string? pod, CancellationToken cancellation)
    {
        var login = producer.ToUserName(settings.RepoPrefix);
        var known = new List<(PublicKey Key, SystemKeyTitle Title)>();
        foreach (var key in await gitea.Keys.ListAsync(login, cancellation))
        {
            if (SystemKeyTitle.TryParse(key.Title, out var title) && title.Type == type) known.Add((key, title));
        }
        // A pod that starts again with its key adds nothing.
        if (known.Find(one => SameKey(one.Key.Key, publicKey)) is { Key: { } same }) return same;
        // Gitea allows a title once per user.
        var wanted = new SystemKeyTitle(type, pod);
        var free = known.Exists(one => one.Key.Title == wanted.ToString())
            ? wanted with { Number = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) }
            : wanted;
        var added = await gitea.Keys.AddAsync(login, new NewKey(free.ToString(), publicKey), cancellation);
        marks.Add(producer);
        if (pod is not null)
        {
            foreach (var (replaced, _) in known.Where(one => one.Title.Pod == pod)) await gitea.Keys.DeleteAsync(login, replaced.Id, cancellation);
        }
        return added;
    }

    /// <summary>Type and material are the key; what follows is a comment.</summary>
    private static bool SameKey(string one, string other) => Material(one).SequenceEqual(Material(other));

    private static IEnumerable<string> Material(string key) => key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2);
}
