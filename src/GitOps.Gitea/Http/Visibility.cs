using GitOps.Gitea.Errors;
using GitOps.Gitea.Users;

namespace GitOps.Gitea.Http;

/// <summary>
/// Tells "does not exist" from "may not see": Gitea answers 404 to both, but an administrator sees everything. So a 404
/// counts as absence only when the caller is shown to be an administrator after it.
/// </summary>
internal sealed class Visibility(IUsersApi users, string? sudo, GiteaOptions options, TimeProvider time)
{
    private long _confirmedAt;

    /// <returns>Null only when it does not exist.</returns>
    /// <exception cref="GiteaNotVisibleException">404, but the caller is no administrator.</exception>
    public async Task<T?> FindAsync<T>(Func<Task<T>> get, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await get();
        }
        catch (GiteaNotFoundException error)
        {
            await EnsureAbsenceAsync(error, cancellation);
            return null;
        }
    }

    /// <summary>Makes a call that is answered by 404 when what it is about is not there, such as a deletion.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="GiteaNotVisibleException">404, but the caller is no administrator.</exception>
    public async Task<bool> IsThereAsync(Func<Task> call, CancellationToken cancellation)
    {
        try
        {
            await call();
            return true;
        }
        catch (GiteaNotFoundException error)
        {
            await EnsureAbsenceAsync(error, cancellation);
            return false;
        }
    }

    private async Task EnsureAbsenceAsync(GiteaNotFoundException error, CancellationToken cancellation)
    {
        if (sudo is not null)
        {
            throw NotVisible(error, $"user {sudo}");
        }

        var confirmed = Volatile.Read(ref _confirmedAt);
        if (confirmed != 0 && time.GetElapsedTime(confirmed) < options.AdministratorConfirmation)
        {
            return;
        }

        var user = await users.GetCurrentAsync(cancellation);
        if (!user.IsAdmin)
        {
            throw NotVisible(error, $"user {user.Login}");
        }

        Volatile.Write(ref _confirmedAt, time.GetTimestamp());
    }

    private static GiteaNotVisibleException NotVisible(GiteaNotFoundException error, string user) => new(
        $"{error.Message} Asked as {user}, who is no administrator, so it cannot be known which. Ask with an administrator's token.", error)
    {
        Status = error.Status,
    };
}
