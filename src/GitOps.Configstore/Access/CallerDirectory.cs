using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Scopes;

namespace GitOps.Configstore.Access;

/// <summary>
/// Who a token's owner is and what Gitea lets them do, asked with the token itself and believed for <c>AUTH_CACHE</c>. Tokens are kept as
/// hashes only, and no more answers than <see cref="MaxEntries"/>. Who shows wrong tokens is held up by <see cref="SignInLimits"/>; a
/// token that was right before is no guess, so its owner is never held up by others of the same address.
/// </summary>
public sealed class CallerDirectory(GiteaClient gitea, SignInLimits limits, ConfigstoreSettings settings, TimeProvider time)
{
    private const int MaxEntries = 20_000;

    private readonly ConcurrentDictionary<string, Entry<Caller?>> _callers = new();
    private readonly ConcurrentDictionary<string, bool> _rightBefore = new();
    private readonly ConcurrentDictionary<(string, RepositoryName), Entry<RepositoryRights?>> _rights = new();
    private readonly ConcurrentDictionary<(string, TokenRight), Entry<bool>> _scopes = new();

    /// <summary>The owner of a token; null when Gitea does not know it.</summary>
    /// <param name="token">What was shown.</param>
    /// <param name="source">From where.</param>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    /// <exception cref="TooManyFailuresException">Gitea was not asked: too many wrong tokens came from there.</exception>
    public Task<Caller?> FindAsync(string token, IPAddress? source)
    {
        var hash = HashOf(token);
        return RememberedAsync(_callers, hash, () =>
            _rightBefore.ContainsKey(hash) ? AskAsync(token, hash) : limits.TryAsync(source, () => AskAsync(token, hash)));
    }

    /// <summary>What a caller may do with a repository; null when it may not even be seen.</summary>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public Task<RepositoryRights?> RightsAsync(Caller caller, RepositoryName repository) => RememberedAsync(_rights, (caller.TokenHash, repository), async () =>
    {
        try
        {
            var found = await caller.Gitea.Repositories.GetAsync(repository, CancellationToken.None);
            return found.FullName == repository ? found.Permissions : null;
        }
        catch (GiteaException failure) when (failure is GiteaNotFoundException or GiteaForbiddenException or GiteaUnauthorizedException)
        {
            return null;
        }
    });

    /// <summary>Whether the scopes of a caller's token reach so far. What Gitea says of rights is of the owner, whatever the token.</summary>
    /// <exception cref="GiteaException">Gitea could not be asked.</exception>
    public Task<bool> MayAsync(Caller caller, TokenRight right) =>
        RememberedAsync(_scopes, (caller.TokenHash, right), () => caller.Gitea.Scopes.HasAsync(right, CancellationToken.None));

    private async Task<Caller?> AskAsync(string token, string hash)
    {
        var client = gitea.With(GiteaCredential.Token(token));
        try
        {
            var user = await client.Users.GetCurrentAsync(CancellationToken.None);
            if (!user.ProhibitLogin)
            {
                if (_rightBefore.Count >= MaxEntries) _rightBefore.Clear();
                _rightBefore[hash] = true;
                // What an administrator's token may not see at Gitea it may not see here: everything is shown to operators without asking again.
                var isOperator = user.IsAdmin && await client.Users.IsAdministratorAsync(CancellationToken.None) && await SeesAllAsync(client);
                return new Caller { Name = user.Login, UserId = user.Id, IsOperator = isOperator, Gitea = client, TokenHash = hash };
            }
        }
        catch (GiteaException failure) when (failure is GiteaUnauthorizedException or GiteaForbiddenException)
        {
            // A token without the scope to read its own user cannot be told from a wrong one.
        }
        _rightBefore.TryRemove(hash, out _);
        return null;
    }

    /// <summary>Whether an administrator's token reads all repositories, not only public ones. Where none is private it is shown none.</summary>
    private async Task<bool> SeesAllAsync(GiteaClient administrator)
    {
        try
        {
            return await administrator.Repositories.SeesPrivateAsync(CancellationToken.None) || !await gitea.Repositories.SeesPrivateAsync(CancellationToken.None);
        }
        catch (GiteaForbiddenException)
        {
            return false;
        }
    }

    private async Task<T> RememberedAsync<TKey, T>(ConcurrentDictionary<TKey, Entry<T>> answers, TKey key, Func<Task<T>> ask)
        where TKey : notnull
    {
        // Everything is forgotten at once: the next callers are asked for anew, which costs a call each and can be no mistake.
        if (answers.Count >= MaxEntries) answers.Clear();
        var fresh = new Entry<T>(time.GetTimestamp(), new(ask));
        var entry = answers.AddOrUpdate(key, fresh, (_, known) => time.GetElapsedTime(known.AskedAt) < settings.AuthCache ? known : fresh);
        try
        {
            return await entry.Answer.Value;
        }
        catch
        {
            // A failure is no answer: the next caller asks again.
            answers.TryRemove(KeyValuePair.Create(key, entry));
            throw;
        }
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Entry<T>(long AskedAt, Lazy<Task<T>> Answer);
}
