using GitOps.Sandbox.Forge.Metadata;

namespace GitOps.Sandbox.Forge.Access;

/// <summary>Who makes a request, and how it was proven.</summary>
/// <param name="Account">Null for nobody in particular.</param>
/// <param name="Token">The token, when there was one: its scopes limit what the account may do.</param>
internal sealed record Caller(Account? Account, AccessToken? Token)
{
    public static readonly Caller Anonymous = new(null, null);

    public bool IsAdmin => Account is { IsAdmin: true };

    /// <summary>Signed in with the account's own password.</summary>
    public bool HasPassword => Account is not null && Token is null;

    public bool Allows(string category, bool write) => Token is null || TokenScope.Allows(Token.Scopes, category, write);

    /// <summary>The token is for what is public, whatever its owner may see.</summary>
    public bool IsPublicOnly => Token is not null && TokenScope.IsPublicOnly(Token.Scopes);

    /// <summary>What this caller may do in a repository, as far as its token's scopes reach so far. A private one is hidden from a token for public ones.</summary>
    public AccessLevel LevelIn(Repository repository) => IsPublicOnly && repository.IsPrivate ? AccessLevel.None
        : Account is null
        ? repository.IsPrivate ? AccessLevel.None : AccessLevel.Read
        : LevelOf(Account, repository);

    public static AccessLevel LevelOf(Account account, Repository repository)
    {
        if (account.IsAdmin || account.Id == repository.OwnerId || account.Id == repository.MakerId)
        {
            return AccessLevel.Owner;
        }

        var given = repository.Collaborators.FirstOrDefault(c => c.AccountId == account.Id)?.Access ?? AccessLevel.None;
        return given == AccessLevel.None && !repository.IsPrivate ? AccessLevel.Read : given;
    }
}
