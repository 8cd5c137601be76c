using GitOps.Configstore.Status;
using GitOps.Configstore.Storage;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// The repositories, and users, that may have keys of pods which are gone: a pod added a key, so another will go; or an actualizer removed a Deployment.
/// Kept over a restart. In a steady state there are none.
/// </summary>
public sealed class StaleKeyMarks : IDisposable
{
    private readonly Lock _gate = new();
    private readonly DurableMap<StaleKeyMark> _marks;
    private readonly StatusStore _statuses;
    private readonly ConfigstoreSettings _settings;
    private readonly TimeProvider _time;

    public StaleKeyMarks(ConfigstoreSettings settings, StatusStore statuses, TimeProvider time, ILogger<StaleKeyMarks> logger)
    {
        (_settings, _statuses, _time) = (settings, statuses, time);
        _marks = new DurableMap<StaleKeyMark>(
            Path.Combine(settings.DataDirectory, "stale-keys"), $"stale keys {settings.GiteaUrl} {settings.RepoPrefix}", StorageJson.Default.StaleKeyMark, logger);
        statuses.Changed += NoteRemoval;
    }

    /// <summary>Begins anew to look after keys.</summary>
    public void Add(KeyHolder holder)
    {
        lock (_gate) _marks.Put(holder.ToString(), new StaleKeyMark(0, _time.GetUtcNow() + _settings.PodKeyCheck, []));
    }

    /// <summary>Puts another mark in the place of one, or none; unless somebody began anew meanwhile.</summary>
    public void Replace(KeyHolder holder, StaleKeyMark known, StaleKeyMark? next)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_marks.Find(holder.ToString()), known)) _marks.Change([(holder.ToString(), next)]);
        }
    }

    /// <summary>Those to look at now.</summary>
    public IReadOnlyList<(KeyHolder Holder, StaleKeyMark Mark)> Due()
    {
        var now = _time.GetUtcNow();
        var due = new List<(KeyHolder, StaleKeyMark)>();
        foreach (var (name, mark) in _marks.ToDictionary())
        {
            if (mark.Due <= now && KeyHolder.TryParse(name, out var holder)) due.Add((holder, mark));
        }
        return due;
    }

    public void Dispose()
    {
        _statuses.Changed -= NoteRemoval;
        _marks.Dispose();
    }

    private void NoteRemoval(EnvironmentKey key)
    {
        var changes = _statuses.Find(key)?.Status.Changes ?? [];
        var removed = SystemKeyTitle.Types.Where(type => changes.Any(change => change is { Action: "delete", Kind: "Deployment" } && change.Name.StartsWith(type + "-", StringComparison.Ordinal))).ToArray();
        foreach (var type in removed) Add(KeyHolder.Of(key.Producer, key.Project, type));
        // Its pods may be from before pods had keys of repositories.
        if (removed.Length > 0) Add(new KeyHolder(key.Producer));
    }
}
