using GitOps.Gitea.Branches;
using GitOps.Gitea.Collaborators;
using GitOps.Gitea.Contents;
using GitOps.Gitea.Hooks;
using GitOps.Gitea.Http;
using GitOps.Gitea.Keys;
using GitOps.Gitea.Objects;
using GitOps.Gitea.Repositories;
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
    private readonly HttpClient _http;
    private readonly GiteaConnection _connection;
    private readonly bool _ownsHttp;

    /// <param name="transport">Sends the bytes; null makes the standard one. Must not follow redirects by itself.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The options are out of range.</exception>
    public GiteaClient(GiteaOptions options, TimeProvider time, ILogger<GiteaClient> log, HttpMessageHandler? transport = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(log);
        System.ComponentModel.DataAnnotations.Validator.ValidateObject(options, new(options), validateAllProperties: true);
        _http = new HttpClient(GiteaPipeline.Build(options, time, log, transport))
        {
            BaseAddress = new Uri($"{options.BaseUrl!.AbsoluteUri.TrimEnd('/')}/api/v1/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _connection = new(_http, options, time, sudo: null);
        _ownsHttp = true;
        (Users, Keys, Tokens, Repositories, Branches, Contents, Objects, Hooks, Collaborators, Statuses) = Parts(_connection);
    }

    private GiteaClient(HttpClient http, GiteaConnection connection)
    {
        (_http, _connection) = (http, connection);
        (Users, Keys, Tokens, Repositories, Branches, Contents, Objects, Hooks, Collaborators, Statuses) = Parts(connection);
    }

    public UserClient Users { get; }

    public KeyClient Keys { get; }

    public TokenClient Tokens { get; }

    public RepositoryClient Repositories { get; }

    public BranchClient Branches { get; }

    public ContentClient Contents { get; }

    /// <summary>Commits, trees and blobs.</summary>
    public GitObjectClient Objects { get; }

    public HookClient Hooks { get; }

    public CollaboratorClient Collaborators { get; }

    public CommitStatusClient Statuses { get; }

    /// <summary>The version of Gitea, for instance <c>1.26.3</c>. Needs no token.</summary>
    public async Task<string> GetVersionAsync(CancellationToken cancellation) =>
        (await _connection.Api<IServerApi>().GetVersionAsync(cancellation)).Version;

    /// <summary>This client acting as another user (<c>Sudo</c>), with that user's rights; for administrators. Need not be disposed.</summary>
    public GiteaClient As(string login) => new(_http, GiteaConnection.As(_http, _connection, LoginName.Check(login)));

    public void Dispose()
    {
        if (_ownsHttp)
        {
            _http.Dispose();
        }
    }

    public override string ToString() => _connection.Sudo is { } sudo ? $"{_connection.Options} as {sudo}" : _connection.Options.ToString();

    private static (UserClient, KeyClient, TokenClient, RepositoryClient, BranchClient, ContentClient, GitObjectClient, HookClient,
        CollaboratorClient, CommitStatusClient) Parts(GiteaConnection connection) => (
        new(connection), new(connection), new(connection), new(connection), new(connection), new(connection), new(connection), new(connection),
        new(connection), new(connection));
}
