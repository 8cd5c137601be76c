using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using GitOps.Gitea;
using GitOps.Gitea.Contents;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;

namespace GitOps.Configstore.Access.Login;

/// <summary>
/// Sessions that were ended. A session is in its cookie and Gitea has no route that takes back a grant, so what has ended is written where
/// all replicas and every later start read it: into Gitea, a file for each user in a private repository of the administrator whose token
/// this is. It counts here at once and elsewhere within <c>AUTH_CACHE</c>. While Gitea cannot be asked nobody with a session is let in.
/// </summary>
public sealed class SignOuts(GiteaClient gitea, ConfigstoreSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>The repository's name.</summary>
    public const string Repository = "gitops-sessions";

    private const int MaxEntries = 20_000;
    private const int MaxTries = 8;

    private readonly ConcurrentDictionary<long, Entry> _known = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _endedHere = new();

    // The files lie on one branch, whose commits are one after the other.
    private readonly SemaphoreSlim _writing = new(1);
    private RepositoryName? _repository;

    /// <summary>Whether a session was ended.</summary>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public async Task<bool> IsEndedAsync(Session session) =>
        _endedHere.ContainsKey(session.Id) || (await RememberedAsync(session.UserId)).Hold(session);

    /// <summary>Ends a session, or all that its user has begun. Of one that has ended already nothing is taken.</summary>
    /// <exception cref="GiteaException">Gitea could not be told: of one that is to end, this process alone knows it.</exception>
    public async Task EndAsync(Session session, bool everywhere, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var until = session.Begun + settings.SessionLifetime;
        if (until <= now || (!_endedHere.ContainsKey(session.Id) && await IsEndedAsync(session))) return;
        foreach (var (id, end) in _endedHere)
        {
            if (end <= now) _endedHere.TryRemove(id, out _);
        }
        _endedHere[session.Id] = until;
        await _writing.WaitAsync(cancellation);
        try
        {
            var written = await WriteAsync(session, until, everywhere, cancellation);
            _known[session.UserId] = new Entry(time.GetTimestamp(), new(Task.FromResult(written)));
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task<EndedSessions> WriteAsync(Session session, DateTimeOffset until, bool everywhere, CancellationToken cancellation)
    {
        var repository = await RepositoryAsync(cancellation);
        var path = PathOf(session.UserId);
        for (var tries = 1; ; tries++)
        {
            var file = await gitea.Contents.FindAsync(repository, path, null, cancellation);
            var current = file is null ? EndedSessions.None : Read(Convert.FromBase64String(file.Content ?? ""));
            // Who holds a session that has ended may end no others.
            if (current.Hold(session)) return current;
            var next = current.With(session, until, everywhere, time.GetUtcNow());
            var content = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(next, LoginJson.Default.EndedSessions));
            var message = $"Sign out user {session.UserId.ToString(CultureInfo.InvariantCulture)}";
            try
            {
                if (file is null) await gitea.Contents.CreateAsync(repository, path, new NewContent(content, message), cancellation);
                else await gitea.Contents.UpdateAsync(repository, path, new ContentUpdate(content, message, file.Sha), cancellation);
                return next;
            }
            catch (GiteaNotFoundException) when (file is null && tries < MaxTries)
            {
                await CreateRepositoryAsync(repository, cancellation);
            }
            catch (GiteaException lostRace) when (lostRace is GiteaConflictException or GiteaForbiddenException && tries < MaxTries)
            {
                // Another replica was first, with this file or with the branch (which Gitea answers by 403): what is there now is read again.
            }
        }
    }

    private async Task CreateRepositoryAsync(RepositoryName repository, CancellationToken cancellation)
    {
        try
        {
            // With a first commit: of an empty repository Gitea 1.21 cannot tell that a file is not there.
            await gitea.Repositories.CreateAsync(
                repository.Owner, new NewRepository(repository.Name, AutoInit: true, Description: "Ended sessions of browsers, written by the configstore"), cancellation);
        }
        catch (GiteaConflictException)
        {
            // Another replica was first.
        }
    }

    private async Task<EndedSessions> AskAsync(long userId)
    {
        var repository = await RepositoryAsync(CancellationToken.None);
        // Nothing is there before the first one of a user ends. We are an administrator: what we do not find does not exist.
        var file = await gitea.Contents.FindAsync(repository, PathOf(userId), null, CancellationToken.None);
        return file is null ? EndedSessions.None : Read(Convert.FromBase64String(file.Content ?? ""));
    }

    private async Task<EndedSessions> RememberedAsync(long userId)
    {
        if (_known.Count >= MaxEntries) _known.Clear();
        var fresh = new Entry(time.GetTimestamp(), new(() => AskAsync(userId)));
        var entry = _known.AddOrUpdate(userId, fresh, (_, known) => time.GetElapsedTime(known.AskedAt) < settings.AuthCache ? known : fresh);
        try
        {
            return await entry.Answer.Value;
        }
        catch
        {
            // A failure is no answer: the next request asks again.
            _known.TryRemove(KeyValuePair.Create(userId, entry));
            throw;
        }
    }

    private async Task<RepositoryName> RepositoryAsync(CancellationToken cancellation) =>
        _repository ??= new RepositoryName((await gitea.Users.GetCurrentAsync(cancellation)).Login, Repository);

    /// <exception cref="GiteaProtocolException">It is not what was written here.</exception>
    private static EndedSessions Read(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, LoginJson.Default.EndedSessions) ?? EndedSessions.None;
        }
        catch (JsonException damaged)
        {
            throw new GiteaProtocolException($"A file of {Repository} does not tell which sessions have ended: {damaged.Message}. Delete it, or write it anew.", damaged);
        }
    }

    private static string PathOf(long userId) => $"users/{userId.ToString(CultureInfo.InvariantCulture)}.json";

    private sealed record Entry(long AskedAt, Lazy<Task<EndedSessions>> Answer);
}
