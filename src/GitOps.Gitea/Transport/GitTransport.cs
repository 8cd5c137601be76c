using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Objects;
using Microsoft.Extensions.Logging;

namespace GitOps.Gitea.Transport;

/// <summary>
/// Reads commits over git's smart HTTP: for when a call of the API per file would be too many. Keeps a bare, shallow
/// mirror per repository, in which only what was fetched last counts; a mirror that is broken or overgrown is made anew
/// without anybody noticing. Nothing is ever checked out, so links and odd paths do no harm here: entries tell their mode.
/// </summary>
/// <remarks>Safe for threads, which wait for each other at the same repository. One process per directory.</remarks>
public sealed class GitTransport : IDisposable
{
    private readonly GitTransportOptions _options;
    private readonly Uri _baseUrl;
    private readonly GitProcess _git;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<RepositoryName, SemaphoreSlim> _gates = new();

    /// <exception cref="ValidationException">The options are out of range.</exception>
    public GitTransport(GitTransportOptions options, GiteaOptions gitea, TimeProvider time, ILogger<GitTransport> log)
    {
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        Validator.ValidateObject(gitea, new(gitea), validateAllProperties: true);
        (_options, _baseUrl, _time, _log) = (options, gitea.BaseUrl!, time, log);
        _slots = new(options.MaxConcurrency);
        // Gitea takes a token as the user of Basic authentication with this password.
        var credential = gitea.Token is { } token ? GiteaCredential.Basic(token, "x-oauth-basic") : null;
        string[] secrets = credential is null ? [] : [gitea.Token!, credential.Header.Parameter!];
        _git = new(options.Program, GitEnvironment.Create(_baseUrl, credential), options.Timeout, time, secrets);
    }

    /// <summary>Everything in a commit: paths, modes, names and sizes.</summary>
    /// <param name="commit">Its SHA.</param>
    /// <exception cref="GiteaNotFoundException">There is no such commit or repository, or it may not be seen.</exception>
    /// <exception cref="GiteaException">Gitea refused or failed, or git did.</exception>
    public Task<GitTree> ReadTreeAsync(RepositoryName repository, string commit, CancellationToken cancellation) =>
        WithMirrorAsync(repository, commit, mirror => mirror.ListTreeAsync(commit, cancellation), cancellation);

    /// <summary>Gives blobs of a commit, each once, in the order of their first mention; not one that is not right.</summary>
    /// <param name="commit">The SHA of a commit that holds them all.</param>
    /// <param name="take">Takes one; the next is read when it is done. It must not call this repository's transport.</param>
    /// <exception cref="GitTransportException">A blob is not in the commit, or too large.</exception>
    /// <exception cref="GiteaException">Gitea refused or failed, or git did.</exception>
    public async Task ReadBlobsAsync(
        RepositoryName repository,
        string commit,
        IEnumerable<string> blobs,
        Func<FetchedBlob, CancellationToken, ValueTask> take,
        CancellationToken cancellation)
    {
        var wanted = blobs.Select(ObjectId.Check).Distinct(StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
        {
            return;
        }

        // A mirror that breaks in the middle is made anew, and the reading goes on behind what was given already.
        var given = 0;
        await WithMirrorAsync(repository, commit, ReadRestAsync, cancellation);

        async Task<int> ReadRestAsync(GitMirror mirror)
        {
            await mirror.ReadBlobsAsync(wanted[given..], TakeAsync, cancellation);
            return given;
        }

        async ValueTask TakeAsync(FetchedBlob blob, CancellationToken token)
        {
            await take(blob, token);
            given++;
        }
    }

    /// <summary>Forgets a repository that is gone.</summary>
    public async Task RemoveAsync(RepositoryName repository, CancellationToken cancellation)
    {
        var gate = GateOf(repository);
        await gate.WaitAsync(cancellation);
        try
        {
            MirrorOf(repository).Delete();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>All mirrors, and what they take.</summary>
    public IReadOnlyList<MirrorUse> ListMirrors()
    {
        var mirrors = new List<MirrorUse>();
        var root = new DirectoryInfo(_options.Directory);
        foreach (var directory in root.Exists ? root.EnumerateDirectories().SelectMany(owner => owner.EnumerateDirectories("*.git")) : [])
        {
            if (RepositoryName.TryParse($"{directory.Parent!.Name}/{directory.Name[..^".git".Length]}", out var repository))
            {
                try
                {
                    mirrors.Add(MirrorOf(repository).Use());
                }
                catch (DirectoryNotFoundException)
                {
                    // It is being made anew.
                }
            }
        }

        return mirrors;
    }

    /// <summary>Removes a repository's mirror unless it is in use; it is made anew when it is needed.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool TryRemove(RepositoryName repository)
    {
        var gate = GateOf(repository);
        if (!gate.Wait(0))
        {
            return false;
        }

        try
        {
            MirrorOf(repository).Delete();
            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        _slots.Dispose();
        foreach (var gate in _gates.Values)
        {
            gate.Dispose();
        }
    }

    private static async Task PrepareAsync(GitMirror mirror, RepositoryName repository, string commit, CancellationToken cancellation)
    {
        try
        {
            if (mirror.Exists && await mirror.HasCommitAsync(commit, cancellation))
            {
                mirror.NoteUse();
                return;
            }

            if (!mirror.Exists || mirror.IsOvergrown)
            {
                mirror.Delete();
                await mirror.InitializeAsync(isSha256: commit.Length == 64, cancellation);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new GitTransportException($"Keeping the mirror of {repository}: {error.Message}. Check the data directory's disk and rights.", error);
        }

        await mirror.FetchAsync(commit, cancellation);
    }

    private async Task<T> WithMirrorAsync<T>(RepositoryName repository, string commit, Func<GitMirror, Task<T>> use, CancellationToken cancellation)
    {
        ObjectId.Check(commit);
        var gate = GateOf(repository);
        await gate.WaitAsync(cancellation);
        try
        {
            await _slots.WaitAsync(cancellation);
            try
            {
                return await UseAsync(MirrorOf(repository), repository, commit, use, cancellation);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<T> UseAsync<T>(
        GitMirror mirror, RepositoryName repository, string commit, Func<GitMirror, Task<T>> use, CancellationToken cancellation)
    {
        for (var isNew = false; ; isNew = true)
        {
            try
            {
                await PrepareAsync(mirror, repository, commit, cancellation);
                return await use(mirror);
            }
            catch (BrokenMirrorException error)
            {
                mirror.Delete();
                if (isNew)
                {
                    throw new GitTransportException(
                        $"Reading commit {commit} of {repository}: {error.Message}, also from a new mirror. See git's message; check the disk.", error);
                }

                _log.LogWarning("The mirror of {Repository} is made anew: {Reason}", repository, error.Message);
            }
        }
    }

    private SemaphoreSlim GateOf(RepositoryName repository) => _gates.GetOrAdd(Folded(repository), static _ => new SemaphoreSlim(1));

    // Gitea's names never differ by case alone, so neither do the directories and their gates.
    private static RepositoryName Folded(RepositoryName repository) => new(repository.Owner.ToLowerInvariant(), repository.Name.ToLowerInvariant());

    private GitMirror MirrorOf(RepositoryName repository) => new(
        Path.GetFullPath(Path.Combine(_options.Directory, $"{Folded(repository)}.git")),
        repository,
        new Uri($"{_baseUrl.AbsoluteUri.TrimEnd('/')}/{repository}.git"),
        _git,
        _options,
        _time);
}
