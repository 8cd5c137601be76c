using System.ComponentModel.DataAnnotations;
using GitOps.Gitea.Branches;
using GitOps.Gitea.Collaborators;
using GitOps.Gitea.Contents;
using GitOps.Gitea.Hooks;
using GitOps.Gitea.Http;
using GitOps.Gitea.Keys;
using GitOps.Gitea.Objects;
using GitOps.Gitea.Organizations;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Scopes;
using GitOps.Gitea.Statuses;
using GitOps.Gitea.Tokens;
using GitOps.Gitea.Users;
using Microsoft.Extensions.Logging;

namespace GitOps.Gitea;

/// <summary>
/// Gitea, 1.21 to 1.26. Every answer is complete and of the described shape, or a
/// <see cref="Errors.GiteaException"/> says why not: no list is ever partial, no failure ever empty, and null from a
/// <c>Find…</c> method means that the thing does not exist. Safe for threads; one per process is enough.
/// </summary>
public sealed class GiteaClient : IDisposable
{
    private readonly GiteaConnection _connection;
    private readonly bool _ownsConnection;

    /// <param name="transport">Sends the bytes; null makes the standard one. Must not follow redirects by itself.</param>
    /// <exception cref="ValidationException">The options are out of range.</exception>
    public GiteaClient(GiteaOptions options, TimeProvider time, ILogger<GiteaClient> log, HttpMessageHandler? transport = null)
        : this(GiteaConnection.Open(Validated(options), time, log, transport), ownsConnection: true)
    {
    }

    private GiteaClient(GiteaConnection connection, bool ownsConnection)
    {
        (_connection, _ownsConnection) = (connection, ownsConnection);
        Users = new(connection);
        Organizations = new(connection);
        Keys = new(connection);
        DeployKeys = new(connection);
        Tokens = new(connection);
        Repositories = new(connection);
        Branches = new(connection);
        Contents = new(connection);
        Objects = new(connection);
        Hooks = new(connection);
        Collaborators = new(connection);
        Statuses = new(connection);
        Scopes = new(connection);
    }

    /// <summary>What the answers so far tell of Gitea itself.</summary>
    public GiteaServer Server => _connection.Server;

    public UserClient Users { get; }

    public OrganizationClient Organizations { get; }

    public KeyClient Keys { get; }

    public DeployKeyClient DeployKeys { get; }

    public TokenClient Tokens { get; }

    public RepositoryClient Repositories { get; }

    public BranchClient Branches { get; }

    public ContentClient Contents { get; }

    /// <summary>Commits, trees and blobs.</summary>
    public GitObjectClient Objects { get; }

    public HookClient Hooks { get; }

    public CollaboratorClient Collaborators { get; }

    public CommitStatusClient Statuses { get; }

    /// <summary>What the scopes of the credential allow.</summary>
    public ScopeClient Scopes { get; }

    /// <summary>The version of Gitea, for instance <c>1.26.3</c>. Needs no token.</summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellation) =>
        (await _connection.Api<IServerApi>().GetVersionAsync(cancellation)).Version;

    /// <summary>This client acting as another user (<c>Sudo</c>), with that user's rights; for administrators. Need not be disposed.</summary>
    public GiteaClient As(string login) => new(_connection.As(LoginName.Check(login)), ownsConnection: false);

    /// <summary>
    /// This client acting with another credential, over the same connections: with its owner's rights and the token's scopes, and in
    /// its owner's name. Need not be disposed.
    /// </summary>
    public GiteaClient With(GiteaCredential credential) => new(_connection.With(credential), ownsConnection: false);

    public void Dispose()
    {
        if (_ownsConnection)
        {
            _connection.Dispose();
        }
    }

    public override string ToString() => _connection.Sudo is { } sudo ? $"{_connection.Options} as {sudo}" : _connection.Options.ToString();

    private static GiteaOptions Validated(GiteaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        return options;
    }
}
