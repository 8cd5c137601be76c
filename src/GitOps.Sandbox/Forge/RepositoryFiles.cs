using System.Collections.Concurrent;
using System.Globalization;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge;

/// <summary>
/// Where repositories lie on disk and who may write to them. A directory is named by the repository's id: a rename
/// moves no files, and no name that a user chose ever becomes a path. It appears when git or a writer first needs it.
/// </summary>
internal sealed class RepositoryFiles : IDisposable
{
    private const string SeededBranch = "main";
    private readonly GitProgram _git;
    private readonly CatFile _catFile;
    private readonly SeedStore _seeds;
    private readonly Lock _materializing = new();
    private readonly ConcurrentDictionary<long, SemaphoreSlim> _turns = new();

    public RepositoryFiles(string dataDirectory, GitProgram git)
    {
        Root = Path.Combine(dataDirectory, "repositories");
        Directory.CreateDirectory(Root);
        _git = git;
        _catFile = new CatFile(git);
        _seeds = new SeedStore(dataDirectory, git);
    }

    /// <summary>The directory below which all repositories lie.</summary>
    public string Root { get; }

    /// <summary>The highest id that a directory has. A directory may be younger than the metadata that was saved last.</summary>
    public long HighestId => Directory.EnumerateDirectories(Root, "*.git", SearchOption.AllDirectories)
        .Select(path => long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var id) ? id : 0)
        .DefaultIfEmpty().Max();

    /// <summary>A repository's directory below <see cref="Root"/>, a thousand to a folder.</summary>
    public static string RelativePathOf(Repository repository) => $"{repository.Id / 1000:d4}/{repository.Id}.git";

    public BareRepository Open(Repository repository) => new(
        PathOf(repository),
        _git,
        _seeds,
        _catFile,
        repository.SeededHead is { } head ? KeyValuePair.Create("refs/heads/" + SeededBranch, head) : null);

    /// <summary>Waits for this caller's turn to write. Writers take turns, so that each one's changes can be told from the others'.</summary>
    public async Task<IDisposable> LockAsync(Repository repository, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(repository.Id, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellation);
        Materialize(repository);
        return new Turn(turn);
    }

    /// <summary>Gives a repository its directory, with the seeded branch if it has one, unless it has it.</summary>
    public void Materialize(Repository repository)
    {
        var path = PathOf(repository);
        if (Directory.Exists(path))
        {
            return;
        }

        lock (_materializing)
        {
            if (Directory.Exists(path))
            {
                return;
            }

            // Readers must see all of it or nothing, so it appears by renaming.
            var building = path + ".new";
            BareRepository.Create(building, repository.DefaultBranch, borrows: !_seeds.IsEmpty);
            if (repository.SeededHead is { } head)
            {
                File.WriteAllText(Path.Combine(building, "refs", "heads", SeededBranch), head + "\n");
            }

            Directory.Move(building, path);
        }
    }

    /// <summary>Points HEAD to the default branch.</summary>
    public void SetHead(Repository repository)
    {
        if (Directory.Exists(PathOf(repository)))
        {
            BareRepository.SetHead(PathOf(repository), repository.DefaultBranch);
        }
    }

    public void Delete(Repository repository)
    {
        _catFile.Forget(PathOf(repository));
        lock (_materializing)
        {
            if (Directory.Exists(PathOf(repository)))
            {
                Directory.Delete(PathOf(repository), recursive: true);
            }
        }
    }

    /// <summary>Writes objects that any repository may refer to.</summary>
    public void AddSeeds(Action<PackWriter> write) => _seeds.Add(write);

    public void Dispose()
    {
        _catFile.Dispose();
        _seeds.Dispose();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private string PathOf(Repository repository) => Path.Combine(Root, RelativePathOf(repository));

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
