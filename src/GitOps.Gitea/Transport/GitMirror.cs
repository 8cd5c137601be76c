using System.Globalization;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Transport;

/// <summary>One repository's bare mirror: what git is told, and what its answers mean. Not safe for threads; the transport locks it.</summary>
internal sealed class GitMirror(string directory, RepositoryName repository, Uri url, GitProcess git, GitTransportOptions options, TimeProvider time)
{
    // Holds the commit that was fetched last, so that the next fetch brings only what differs.
    private const string LastReference = "refs/heads/last";

    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(250);

    private static readonly string[] RemoteFailures =
    [
        "The requested URL returned error", "Could not resolve", "Failed to connect", "Couldn't connect", "Connection reset", "Connection refused",
        "Connection timed out", "Operation too slow", "RPC failed", "early EOF", "remote end hung up", "Empty reply", "SSL", "Recv failure", "transfer closed",
        "expected flush after ref listing", "unable to update url base", "invalid index-pack output", "Proxy",
    ];

    public bool Exists => File.Exists(Path.Combine(directory, "HEAD"));

    public bool IsOvergrown => Directory.Exists(PackDirectory) && Directory.EnumerateFiles(PackDirectory, "*.pack").Skip(options.MaxPacks).Any();

    private string PackDirectory => Path.Combine(directory, "objects", "pack");

    /// <summary>How much it takes, and when it was used last: a fetch moves the reference, and <see cref="NoteUse"/> does the same.</summary>
    public MirrorUse Use()
    {
        var files = new DirectoryInfo(directory);
        var last = new FileInfo(Path.Combine(directory, LastReference));
        return new MirrorUse(
            repository,
            files.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Exists ? file.Length : 0),
            last.Exists ? last.LastWriteTimeUtc : files.LastWriteTimeUtc);
    }

    public void NoteUse()
    {
        var last = Path.Combine(directory, LastReference);
        if (File.Exists(last))
        {
            File.SetLastWriteTimeUtc(last, time.GetUtcNow().UtcDateTime);
        }
    }

    public async Task InitializeAsync(bool isSha256, CancellationToken cancellation)
    {
        CreateFolder(directory);
        // No template: no sample hooks, no description, nothing of the machine's.
        await RunLocalAsync(["init", "--quiet", "--bare", "--template=", "--shared=0600", $"--object-format={(isSha256 ? "sha256" : "sha1")}"], "making its mirror", null, DiscardAsync, cancellation);
    }

    public void Delete()
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Whether the commit was fetched whole: it is the last one, or an earlier one that the shallow file still names.</summary>
    public async Task<bool> HasCommitAsync(string sha, CancellationToken cancellation) =>
        await NamesAsync(Path.Combine(directory, LastReference), sha, cancellation) || await NamesAsync(Path.Combine(directory, "shallow"), sha, cancellation);

    /// <exception cref="GiteaException">Gitea refused, failed, or has no such commit.</exception>
    /// <exception cref="BrokenMirrorException">Something else went wrong; the mirror may be to blame.</exception>
    public async Task FetchAsync(string sha, CancellationToken cancellation)
    {
        string[] arguments =
        [
            "fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head", "--no-recurse-submodules", "--no-progress",
            "--depth=1", "--force", "--end-of-options", url.AbsoluteUri, $"{sha}:{LastReference}",
        ];
        int exitCode;
        string error;
        try
        {
            (exitCode, error) = await RunWatchedAsync(arguments, sha, cancellation);
        }
        catch (TimeoutException timeout)
        {
            throw new GiteaUnavailableException($"Fetching commit {sha} of {repository}: {timeout.Message}. Check that Gitea is up; the time-out is a setting.", timeout);
        }

        if (exitCode != 0)
        {
            throw FetchFailure(sha, error);
        }
    }

    /// <summary>Runs a fetch, and ends it when it brings more than it may: git has no limit of its own, and what was pushed small may unpack large.</summary>
    private async Task<(int ExitCode, string Error)> RunWatchedAsync(string[] arguments, string sha, CancellationToken cancellation)
    {
        var before = PackBytes();
        using var fetch = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var done = new CancellationTokenSource();
        var watch = WatchAsync();
        try
        {
            var ended = await git.RunAsync(directory, arguments, null, DiscardAsync, fetch.Token);
            if (!IsTooMuch())
            {
                return ended;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It was ended because it brought too much.
        }
        finally
        {
            await done.CancelAsync();
            await watch;
        }

        Delete();
        throw new GitTransportException($"Fetching commit {sha} of {repository}: it brings more than {options.MaxFetchBytes} bytes. Make the repository smaller or raise the limit.");

        bool IsTooMuch() => PackBytes() - before > options.MaxFetchBytes;

        async Task WatchAsync()
        {
            using var timer = new PeriodicTimer(WatchInterval, time);
            try
            {
                while (await timer.WaitForNextTickAsync(done.Token))
                {
                    if (IsTooMuch())
                    {
                        await fetch.CancelAsync();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The fetch is over.
            }
        }
    }

    private long PackBytes() => Directory.Exists(PackDirectory)
        ? new DirectoryInfo(PackDirectory).EnumerateFiles().Sum(file => file.Exists ? file.Length : 0)
        : 0;

    /// <exception cref="BrokenMirrorException">The commit or something of its tree is not there.</exception>
    public async Task<GitTree> ListTreeAsync(string sha, CancellationToken cancellation)
    {
        var listing = new MemoryStream();
        await RunLocalAsync(
            ["ls-tree", "-r", "-t", "-z", "--long", "--full-tree", "--end-of-options", sha],
            $"listing {sha}",
            null,
            (stream, token) => CopyCappedAsync(stream, listing, token),
            cancellation);
        return new GitTree(sha, TreeListing.Parse(listing.GetBuffer().AsSpan(0, (int)listing.Length)));
    }

    /// <summary>Gives blobs in the order asked for, each once it is whole and right.</summary>
    /// <exception cref="BrokenMirrorException">A blob is missing or is not what its name says.</exception>
    public Task ReadBlobsAsync(IReadOnlyCollection<string> shas, Func<FetchedBlob, CancellationToken, ValueTask> take, CancellationToken cancellation) =>
        RunLocalAsync(
            ["cat-file", "--batch", "--buffer"],
            $"reading {shas.Count} blobs",
            async writer =>
            {
                foreach (var sha in shas)
                {
                    await writer.WriteAsync(sha.AsMemory());
                    await writer.WriteAsync('\n');
                }
            },
            (stream, token) => new BlobBatch(stream, repository, options.MaxBlobBytes).ReadAsync(shas, take, token),
            cancellation);

    private static async Task<bool> NamesAsync(string file, string sha, CancellationToken cancellation) =>
        File.Exists(file) && (await File.ReadAllLinesAsync(file, cancellation)).Contains(sha, StringComparer.Ordinal);

    /// <summary>What tenants keep private is the owner's of the folders alone; .NET gives the mode to the last folder only.</summary>
    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            if (Path.GetDirectoryName(path) is { } above)
            {
                CreateFolder(above);
            }

            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static Task DiscardAsync(Stream stream, CancellationToken cancellation) => stream.CopyToAsync(Stream.Null, cancellation);

    private async Task RunLocalAsync(
        string[] arguments, string doing, Func<StreamWriter, Task>? input, Func<Stream, CancellationToken, Task> output, CancellationToken cancellation)
    {
        try
        {
            var (exitCode, error) = await git.RunAsync(directory, arguments, input, output, cancellation);
            if (exitCode != 0)
            {
                throw new BrokenMirrorException($"git {arguments[0]} ended with {exitCode.ToString(CultureInfo.InvariantCulture)} {doing}: {error}");
            }
        }
        catch (TimeoutException timeout)
        {
            throw new GitTransportException($"Mirror of {repository}, {doing}: {timeout.Message}. The disk is slow or the repository large; the time-out is a setting.", timeout);
        }
    }

    private async Task CopyCappedAsync(Stream from, MemoryStream to, CancellationToken cancellation)
    {
        var buffer = new byte[81920];
        for (int read; (read = await from.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (to.Length + read > options.MaxTreeBytes)
            {
                throw new GitTransportException(
                    $"Listing a tree of {repository}: it takes more than {options.MaxTreeBytes} bytes. Split the repository or raise the limit.");
            }

            to.Write(buffer, 0, read);
        }
    }

    private Exception FetchFailure(string sha, string error)
    {
        var what = $"Fetching commit {sha} of {repository}: {error.ReplaceLineEndings("; ")}";
        return error switch
        {
            _ when error.Contains("not our ref", StringComparison.Ordinal) || error.Contains("no such remote ref", StringComparison.Ordinal)
                || error.Contains("couldn't find remote ref", StringComparison.Ordinal) =>
                new GiteaNotFoundException($"{what}. The commit is not there (any more): read the branch's head again."),
            _ when error.Contains("not found", StringComparison.Ordinal) =>
                new GiteaNotFoundException($"{what}. It does not exist, was renamed, or this token's user may not see it: ask the API."),
            _ when error.Contains("Authentication failed", StringComparison.Ordinal) || error.Contains("could not read Username", StringComparison.Ordinal)
                || error.Contains("error: 401", StringComparison.Ordinal) =>
                new GiteaUnauthorizedException($"{what}. The token is missing, wrong or revoked: give one that is valid."),
            _ when error.Contains("error: 403", StringComparison.Ordinal) =>
                new GiteaForbiddenException($"{what}. Give the token the scope read:repository."),
            _ when error.Contains("error: 429", StringComparison.Ordinal) => new GiteaRateLimitedException($"{what}. Ask less often."),
            _ when error.Contains("error: 30", StringComparison.Ordinal) =>
                new GiteaProtocolException($"{what}. The repository was renamed: read its present name from the API."),
            _ when RemoteFailures.Any(failure => error.Contains(failure, StringComparison.Ordinal)) =>
                new GiteaUnavailableException($"{what}. Check that Gitea is up."),
            _ => new BrokenMirrorException(what),
        };
    }
}
