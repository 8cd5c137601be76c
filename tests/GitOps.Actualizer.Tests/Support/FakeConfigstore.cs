using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>
/// The configstore's contract over real HTTP, with its content given by the test: producers are pushed and removed, listings age as
/// the test says, and it can be told to fail.
/// </summary>
internal sealed class FakeConfigstore : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<EnvironmentKey, EnvironmentHead> _heads = [];
    private readonly Dictionary<(EnvironmentKey, Revision), EnvironmentSnapshot> _snapshots = [];
    private readonly ConcurrentDictionary<EnvironmentKey, EnvironmentStatus> _statuses = new();
    private readonly ConcurrentDictionary<EnvironmentKey, ConcurrentQueue<EnvironmentStatus>> _history = new();
    private readonly ConcurrentDictionary<int, Channel<string>> _followers = new();
    private readonly WebApplication _server;
    private int _event;
    private int _follower;
    private int _push;

    private FakeConfigstore()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Use(async (context, next) =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            if (Failure is { } status) context.Response.StatusCode = status;
            else await next();
        });
        _server.MapGet("/environments", (string? after) => Results.Json(Page(after), ApiJson.Default.EnvironmentPage));
        foreach (var place in (string[])["/producers/{producer}/envs/{environment}", "/producers/{producer}/projects/{project}/envs/{environment}"])
        {
            _server.MapGet(place, Snapshot);
            _server.MapGet($"{place}/status", (string producer, string? project, string environment) =>
                _statuses.TryGetValue(Key(producer, project, environment), out var status) ? Results.Json(status, ApiJson.Default.EnvironmentStatus) : Results.NotFound());
            _server.MapPut($"{place}/status", (Delegate)PutStatusAsync);
        }
        _server.MapGet("/change-stream", FollowAsync);
    }

    public Uri Url => new(_server.Urls.First());

    /// <summary>When set, every request is answered with this status.</summary>
    public int? Failure { get; set; }

    /// <summary>The time of the last complete listing of Gitea.</summary>
    public DateTimeOffset CompleteAsOf { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>Heads per page.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>When set, pages are not as announced: a listing that lost entries.</summary>
    public int Lost { get; set; }

    /// <summary>When set, no status is taken.</summary>
    public bool RefuseStatuses { get; set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<FakeConfigstore> StartAsync()
    {
        var store = new FakeConfigstore();
        await store._server.StartAsync();
        return store;
    }

    /// <summary>A new commit in a producer's dev repository.</summary>
    public Revision Push(string producer, string lunchbadger, bool announce = true) =>
        Push(Project.Key(producer), new() { ["lunchbadger.json"] = lunchbadger }, announce);

    /// <summary>A new commit in an environment's dev repository, with all its documents.</summary>
    /// <param name="key">Which environment.</param>
    /// <param name="documents">Path to text.</param>
    /// <param name="announce">Whether the change stream tells.</param>
    /// <param name="files">Files of the functions' repository; null: it is empty.</param>
    public Revision Push(EnvironmentKey key, Dictionary<string, string> documents, bool announce = true, Dictionary<string, string>? files = null)
    {
        lock (_gate)
        {
            var commit = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key} {++_push}")).AsSpan(0, 20));
            var functions = files is not null ? commit : _heads.TryGetValue(key, out var known) ? known.Revision.Functions : Revision.NoCommit;
            var revision = new Revision(commit, functions);
            _snapshots[(key, revision)] = new EnvironmentSnapshot
            {
                Producer = key.Producer,
                Project = key.Project,
                Environment = key.Environment,
                Revision = revision,
                Dev = Repository(key, "dev", commit, documents),
                Functions = Repository(key, "functions", functions, files?.Where(file => DocumentPaths.IsDocument(RepositoryRole.Functions, file.Key)).ToDictionary() ?? []) with
                {
                    Code = files?.Where(file => DocumentPaths.IsCode(RepositoryRole.Functions, file.Key)).ToDictionary() ?? [],
                },
            };
            SetHead(new EnvironmentHead { Producer = key.Producer, Project = key.Project, Environment = key.Environment, Revision = revision }, announce);
            return revision;
        }
    }

    /// <summary>Repositories of a producer do not exist (any more); none: all do.</summary>
    public void SetMissing(string producer, params RepositoryRole[] missing)
    {
        lock (_gate)
        {
            var key = Project.Key(producer);
            var head = _heads.TryGetValue(key, out var known)
                ? known
                : new EnvironmentHead { Producer = key.Producer, Project = key.Project, Environment = key.Environment, Revision = default };
            SetHead(head with { Missing = missing }, announce: true);
        }
    }

    /// <summary>The producer's Gitea user is deleted.</summary>
    public void Remove(string producer) => Remove(Project.Key(producer));

    /// <summary>The environment's branch, its repositories or its producer are deleted.</summary>
    public void Remove(EnvironmentKey key)
    {
        lock (_gate)
        {
            if (!_heads.Remove(key, out var head)) return;
            Announce(ChangeStreamEvents.Removed, JsonSerializer.Serialize(head, ApiJson.Default.EnvironmentHead));
        }
    }

    /// <summary>Gitea was listed again, so much later: what grace periods are measured by.</summary>
    public void ListAgain(TimeSpan later)
    {
        CompleteAsOf += later;
        Announce(ChangeStreamEvents.Reset, "{}");
    }

    /// <summary>Somebody wants the producer's environment to be looked at now.</summary>
    public void AskFor(string producer) =>
        Announce(ChangeStreamEvents.Reconcile, JsonSerializer.Serialize(ReconcileRequest.Of(Project.Key(producer)), ApiJson.Default.ReconcileRequest));

    public EnvironmentStatus? StatusOf(string producer) => StatusOf(Project.Key(producer));

    public EnvironmentStatus? StatusOf(EnvironmentKey key) => _statuses.GetValueOrDefault(key);

    public Revision HeadOf(EnvironmentKey key)
    {
        lock (_gate) return _heads[key].Revision;
    }

    /// <summary>All statuses that were reported of a producer, oldest first.</summary>
    public IReadOnlyList<EnvironmentStatus> HistoryOf(string producer) => [.. _history.GetValueOrDefault(Project.Key(producer)) ?? []];

    public async ValueTask DisposeAsync()
    {
        foreach (var follower in _followers.Values) follower.Writer.TryComplete();
        await _server.DisposeAsync();
    }

    private static RepositorySnapshot Repository(EnvironmentKey key, string name, string commit, Dictionary<string, string> documents) => new()
    {
        FullName = $"customer-{key.Producer}/{(key.Project == ProjectName.Main ? name : $"{key.Project}-{name}")}",
        Branch = key.Environment == Model.Names.EnvironmentName.Dev ? "master" : $"env/{key.Environment}",
        Commit = commit,
        Documents = documents,
    };

    private static EnvironmentKey Key(string producer, string? project, string environment) =>
        EnvironmentKey.Parse($"{producer}/{project ?? ProjectName.Main.Value}/{environment}");

    private void SetHead(EnvironmentHead head, bool announce)
    {
        _heads[head.Key] = head;
        if (announce) Announce(ChangeStreamEvents.Head, JsonSerializer.Serialize(head, ApiJson.Default.EnvironmentHead));
    }

    private void Announce(string type, string data)
    {
        var text = $"id: {Interlocked.Increment(ref _event)}\nevent: {type}\ndata: {data}\n\n";
        foreach (var follower in _followers.Values) follower.Writer.TryWrite(text);
    }

    private EnvironmentPage Page(string? after)
    {
        lock (_gate)
        {
            var heads = _heads.Values.Skip(after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture)).ToList();
            var begin = _heads.Count - heads.Count;
            var items = heads.Take(PageSize).Skip(Lost).ToList();
            return new EnvironmentPage
            {
                Listing = $"{_push}.{_heads.Count}",
                CompleteAsOf = CompleteAsOf,
                Total = _heads.Count,
                Items = items,
                Next = heads.Count > PageSize ? (begin + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
            };
        }
    }

    private IResult Snapshot(string producer, string? project, string environment, string? revision)
    {
        lock (_gate)
        {
            var key = Key(producer, project, environment);
            if (!_heads.TryGetValue(key, out var head) || head.Missing.Count > 0) return Results.NotFound();
            return _snapshots.TryGetValue((key, revision is null ? head.Revision : Revision.Parse(revision)), out var snapshot)
                ? Results.Json(snapshot, ApiJson.Default.EnvironmentSnapshot)
                : Results.NotFound();
        }
    }

    private async Task<IResult> PutStatusAsync(HttpContext context)
    {
        if (RefuseStatuses) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var status = (await JsonSerializer.DeserializeAsync(context.Request.Body, ApiJson.Default.EnvironmentStatus))!;
        _statuses[status.Key] = status;
        _history.GetOrAdd(status.Key, _ => new()).Enqueue(status);
        return Results.NoContent();
    }

    private async Task FollowAsync(HttpContext context)
    {
        var events = Channel.CreateUnbounded<string>();
        var id = Interlocked.Increment(ref _follower);
        _followers[id] = events;
        try
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"event: {ChangeStreamEvents.Reset}\ndata: {{}}\n\n");
            await context.Response.Body.FlushAsync();
            await foreach (var text in events.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(text);
                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // The follower left.
        }
        finally
        {
            _followers.TryRemove(id, out _);
        }
    }
}
