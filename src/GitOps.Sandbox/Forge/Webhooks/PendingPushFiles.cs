using System.Globalization;
using System.Text.Json;

namespace GitOps.Sandbox.Forge.Webhooks;

/// <summary>Keeps the pushes that wait in the queue: a file each, written before the push is answered and deleted once it was told.</summary>
internal sealed class PendingPushFiles
{
    private readonly string _directory;
    private long _last;

    public PendingPushFiles(string dataDirectory)
    {
        _directory = Path.Combine(dataDirectory, "queue");
        Directory.CreateDirectory(_directory);
        _last = Names().Select(name => NumberOf(name) ?? 0).DefaultIfEmpty().Max();
    }

    /// <summary>What was left when the forge ended, in its order. A file that was not written whole is of a push that was never answered.</summary>
    public IReadOnlyList<(long Number, PendingPush Push)> Load()
    {
        var pushes = new List<(long, PendingPush)>();
        foreach (var name in Names().Order(StringComparer.Ordinal))
        {
            if (NumberOf(name) is { } number && JsonSerializer.Deserialize<PendingPush>(File.ReadAllBytes(name)) is { } push)
            {
                pushes.Add((number, push));
            }
        }

        return pushes;
    }

    public long Add(PendingPush push)
    {
        var number = Interlocked.Increment(ref _last);
        var path = PathOf(number);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(push));
        File.Move(path + ".new", path);
        return number;
    }

    public void Remove(long number) => File.Delete(PathOf(number));

    private string[] Names() => Directory.GetFiles(_directory, "*.json");

    private string PathOf(long number) => Path.Combine(_directory, number.ToString("d12", CultureInfo.InvariantCulture) + ".json");

    private static long? NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var number) ? number : null;
}
