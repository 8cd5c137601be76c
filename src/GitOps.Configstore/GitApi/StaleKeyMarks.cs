using GitOps.Configstore.Status;
using GitOps.Configstore.Storage;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// The producers that may have keys of pods which are gone: a pod added a key, so another will go; or an actualizer removed a Deployment.
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

    /// <summary>Begins anew to look after a producer's keys.</summary>
    public void Add(ProducerName producer)
    {
        lock (_gate) _marks.Put(producer.Value, new StaleKeyMark(0, _time.GetUtcNow() + _settings.PodKeyCheck, []));
    }

    /// <summary>Puts another mark in the place of one, or none; unless somebody began anew meanwhile.</summary>
    public void Replace(ProducerName producer, StaleKeyMark known, StaleKeyMark? next)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_marks.Find(producer.Value), known)) _marks.Change([(producer.Value, next)]);
        }
    }

    /// <summary>Those to look at now.</summary>
    public IReadOnlyList<(ProducerName Producer, StaleKeyMark Mark)> Due()
    {
        var now = _time.GetUtcNow();
        var due = new List<(ProducerName, StaleKeyMark)>();
        foreach (var (name, mark) in _marks.ToDictionary())
        {
            if (mark.Due <= now && ProducerName.TryParse(name, out var producer)) due.Add((producer, mark));
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
        if (_statuses.Find(key)?.Status.Changes.Any(change => change is { Action: "delete", Kind: "Deployment" } && HasKeys(change)) == true) Add(key.Producer);
    }

    private static bool HasKeys(ObjectChange deployment) => SystemKeyTitle.Types.Any(type => deployment.Name.StartsWith(type + "-", StringComparison.Ordinal));
}
