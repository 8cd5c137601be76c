using System.Globalization;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Keys;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// SSH keys of the system's own pods, told from people's by their title. A new pod's key does not take away that of the pod which it
/// replaces and which still runs: the newest two of a type stay.
/// </summary>
public sealed class SystemKeys(GiteaClient gitea, TimeProvider time)
{
    private const string Prefix = "lunchbadger-internal-";
    private const int Kept = 2;

    private static readonly string[] Types = ["workspace", "sls-api"];

    public static bool IsType(string type) => Types.Contains(type);

    public static bool IsSystem(PublicKey key) => key.Title.StartsWith(Prefix, StringComparison.Ordinal);

    /// <exception cref="GiteaException">Gitea refused the key or could not be asked.</exception>
    public async Task<PublicKey> AddAsync(string login, string type, string publicKey, CancellationToken cancellation)
    {
        var title = Prefix + type;
        var known = (await gitea.Keys.ListAsync(login, cancellation)).Where(key => IsOfType(key, title)).ToList();
        // A pod that starts again with its key adds nothing.
        if (known.Find(key => SameKey(key.Key, publicKey)) is { } same) return same;
        // Gitea allows a title once per user.
        var free = known.Exists(key => key.Title == title)
            ? string.Create(CultureInfo.InvariantCulture, $"{title}-{time.GetUtcNow().ToUnixTimeMilliseconds()}")
            : title;
        var added = await gitea.Keys.AddAsync(login, new NewKey(free, publicKey), cancellation);
        foreach (var stale in known.OrderByDescending(key => key.CreatedAt).ThenByDescending(key => key.Id).Skip(Kept - 1))
            await gitea.Keys.DeleteAsync(login, stale.Id, cancellation);
        return added;
    }

    private static bool IsOfType(PublicKey key, string title) =>
        key.Title == title || key.Title.StartsWith(title + "-", StringComparison.Ordinal);

    /// <summary>Type and material are the key; what follows is a comment.</summary>
    private static bool SameKey(string one, string other) => Material(one).SequenceEqual(Material(other));

    private static IEnumerable<string> Material(string key) => key.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2);
}
