using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>
/// The cluster on disk: one line with the revision, then per object one line with its resource and one with its JSON. A new
/// file takes the place of the old one at once, so that a crash leaves one or the other.
/// </summary>
internal sealed class SnapshotFile(string directory)
{
    private readonly string _path = Path.Combine(directory, "cluster.snapshot");

    /// <summary>Fills the store; false when there is no file yet.</summary>
    /// <exception cref="InvalidDataException">The file is not one of these; the message names it.</exception>
    public bool TryLoad(ObjectStore store)
    {
        if (!File.Exists(_path))
            return false;
        try
        {
            using var reader = new StreamReader(_path, Encoding.UTF8);
            var revision = long.Parse(reader.ReadLine() ?? "", NumberStyles.None, CultureInfo.InvariantCulture);
            var objects = new List<(string, byte[])>();
            while (reader.ReadLine() is { } resource)
                objects.Add((resource, Encoding.UTF8.GetBytes(reader.ReadLine() ?? "")));
            store.Import(revision, objects);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            throw new InvalidDataException($"The saved cluster in {_path} cannot be read ({exception.Message}). Remove the file to start with an empty cluster.", exception);
        }
    }

    /// <summary>Writes the store as it is at one revision.</summary>
    public async Task SaveAsync(ObjectStore store, CancellationToken cancellation)
    {
        Directory.CreateDirectory(directory);
        var (revision, objects) = store.Export();
        var fresh = _path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 64 * 1024 };
        // It holds the Secrets of the cluster.
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using (var stream = new FileStream(fresh, options))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(ObjectStore.Format(revision) + "\n"), cancellation);
            foreach (var (resource, value) in objects)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(resource + "\n"), cancellation);
                await stream.WriteAsync(value.Json, cancellation);
                await stream.WriteAsync("\n"u8.ToArray(), cancellation);
            }
            stream.Flush(flushToDisk: true);
        }
        File.Move(fresh, _path, overwrite: true);
    }
}
