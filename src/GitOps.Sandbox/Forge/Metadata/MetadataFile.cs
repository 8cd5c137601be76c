using System.Text.Json;
using System.Text.Json.Serialization;
using GitOps.Hosting.Files;
using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Metadata;

/// <summary>
/// Keeps a store in one file: written as a whole beside the old one and renamed over it, at most once per
/// <paramref name="quiet"/> while things change (more rarely where writing takes long), and once more at the end.
/// </summary>
internal sealed class MetadataFile(string path, MetadataStore store, TimeProvider time, TimeSpan quiet, ILogger<MetadataFile> log) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
    private readonly CancellationTokenSource _stop = new();
    private long _written;
    private Task _saving = Task.CompletedTask;

    /// <summary>Reads the file if there is one, and starts to follow the store's changes.</summary>
    /// <exception cref="GitException">The file cannot be read as what it should be.</exception>
    public void Open()
    {
        if (File.Exists(path))
        {
            try
            {
                using var file = File.OpenRead(path);
                store.Load(JsonSerializer.Deserialize<MetadataSnapshot>(file, Json) ?? throw new JsonException("It holds null."));
            }
            catch (JsonException error)
            {
                throw new GitException($"Reading the forge's metadata from {path}: {error.Message} Restore the file, or start with an empty data directory.", error);
            }
        }

        _written = store.Version;
        _saving = SaveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _saving;
        _stop.Dispose();
        Save();
    }

    private async Task SaveAsync()
    {
        // A big forge in constant motion spends a twentieth of its time on this at most.
        const int restPerWork = 19;
        using var timer = new PeriodicTimer(quiet, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                try
                {
                    var started = time.GetTimestamp();
                    Save();
                    var rest = time.GetElapsedTime(started) * restPerWork;
                    timer.Period = rest > quiet ? rest : quiet;
                }
                catch (IOException error)
                {
                    log.LogError(error, "Writing the forge's metadata to {Path} failed; trying again in {Quiet}", path, quiet);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end; what is left to write is written by the caller.
        }
    }

    private void Save()
    {
        var version = store.Version;
        if (version == _written)
        {
            return;
        }

        var temporary = path + ".new";
        using (var file = PrivateFiles.Open(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, store.Snapshot(), Json);
        }

        File.Move(temporary, path, overwrite: true);
        _written = version;
    }
}
