using System.Collections.Immutable;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// Objects that were seeded in bulk: a few packs which all repositories borrow from (as alternates), so that tens of
/// thousands of repositories cost a few files.
/// </summary>
internal sealed class SeedStore : IDisposable
{
    /// <summary>From a repository's object directory to the seeds', wherever the data directory lies.</summary>
    public const string RelativeFromObjects = "../../../../seed.git/objects";

    private readonly string _path;
    private readonly GitProgram _git;
    private ImmutableArray<PackReader> _packs = [];

    public SeedStore(string dataDirectory, GitProgram git)
    {
        (_path, _git) = (Path.Combine(dataDirectory, "seed.git"), git);
        if (Directory.Exists(Packs))
        {
            _packs = [.. Directory.GetFiles(Packs, "*.idx").Select(index => new PackReader(index))];
        }
    }

    public bool IsEmpty => _packs.IsEmpty;

    public GitObject? TryRead(string id)
    {
        foreach (var pack in _packs)
        {
            if (pack.TryRead(id) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Adds all objects that <paramref name="write"/> writes, at once and for good.</summary>
    public void Add(Action<PackWriter> write)
    {
        if (!Directory.Exists(Packs))
        {
            BareRepository.Create(_path, "main", borrows: false);
            Directory.CreateDirectory(Packs);
        }

        var pack = Path.Combine(Packs, $"pack-{Guid.NewGuid():n}.pack");
        using (var writer = new PackWriter(pack))
        {
            write(writer);
            writer.Complete();
        }

        _git.Run(_path, ["index-pack", pack]);
        var reader = new PackReader(Path.ChangeExtension(pack, ".idx"));
        ImmutableInterlocked.Update(ref _packs, packs => packs.Add(reader));
    }

    public void Dispose()
    {
        foreach (var pack in _packs)
        {
            pack.Dispose();
        }
    }

    private string Packs => Path.Combine(_path, "objects", "pack");
}
