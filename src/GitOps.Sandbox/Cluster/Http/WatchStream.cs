using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Registry;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>
/// Streams the changes of a resource: from a revision on, or from the present state. An object that enters or leaves the
/// selector is added or deleted for this watcher. A watcher that is too far behind is told so (410) and starts anew.
/// </summary>
internal sealed class WatchStream(ObjectStore store, ResponseWriter responses, ClusterOptions options, TimeProvider clock)
{
    private const string InitialEventsEnd = "k8s.io/initial-events-end";
    private static readonly TimeSpan LongestWatch = TimeSpan.FromHours(1);

    public async Task RunAsync(HttpContext context, ApiResource resource, ListRequest request, CancellationToken stopping)
    {
        var representation = ContentNegotiation.Choose(context.Request.Headers.Accept, allowsTransform: true);
        var query = context.Request.Query;
        var bookmarks = RequestOptions.Flag(context.Request, "allowWatchBookmarks");
        var sendInitial = RequestOptions.Flag(context.Request, "sendInitialEvents");
        var lifetime = RequestOptions.Number(context.Request, "timeoutSeconds") is { } seconds and > 0 ? TimeSpan.FromSeconds(seconds) : LongestWatch;
        var session = new Session(context, resource, request, representation, responses);

        context.Response.ContentType = ResponseWriter.JsonType;
        using var timeout = new CancellationTokenSource(lifetime, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, timeout.Token);
        try
        {
            await context.Response.StartAsync(end.Token);
            var node = await StartAsync(session, (string?)query["resourceVersion"], sendInitial, end.Token);
            if (node is not null)
                await FollowAsync(session, node, bookmarks, end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The watch has lived as long as it may, or the client or the process has gone: the stream ends in order.
        }
    }

    /// <summary>The place from which events follow; null when the watch cannot begin there.</summary>
    private async Task<EventNode?> StartAsync(Session session, string? resourceVersion, bool sendInitial, CancellationToken cancellation)
    {
        var resource = session.Resource;
        if (!string.IsNullOrEmpty(resourceVersion) && resourceVersion != "0" && !sendInitial)
        {
            if (!long.TryParse(resourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
            {
                await session.ErrorAsync(ApiErrors.BadRequest($"Invalid value: \"{resourceVersion}\": a resource version is a number"), cancellation);
                return null;
            }
            if (store.Resume(resource.StorageKey, revision, out var oldest) is { } place)
            {
                await session.FlushAsync(cancellation);
                return place;
            }
            await session.ErrorAsync(ApiErrors.Expired($"too old resource version: {revision} ({oldest})"), cancellation);
            return null;
        }
        var snapshot = store.Snapshot(resource.StorageKey);
        foreach (var value in snapshot.Objects(session.Request.Namespace))
        {
            if (session.Matches(value))
                await session.SendAsync("ADDED", value, cancellation);
        }
        if (sendInitial)
            await session.BookmarkAsync(snapshot.Revision, InitialEventsEnd, cancellation);
        await session.FlushAsync(cancellation);
        return snapshot.Tail;
    }

    private async Task FollowAsync(Session session, EventNode node, bool bookmarks, CancellationToken cancellation)
    {
        while (true)
        {
            if (!node.Next.IsCompleted)
            {
                await session.FlushAsync(cancellation);
                try
                {
                    node = await node.Next.WaitAsync(bookmarks ? options.BookmarkInterval : Timeout.InfiniteTimeSpan, clock, cancellation);
                }
                catch (TimeoutException)
                {
                    if (store.CaughtUp(node) is { } revision)
                        await session.BookmarkAsync(revision, null, cancellation);
                    continue;
                }
            }
            else
            {
                node = await node.Next;
            }
            if (store.IsForgotten(session.Resource.StorageKey, node))
            {
                await session.ErrorAsync(ApiErrors.Expired($"too old resource version: {node.Revision}: the watch could not keep up"), cancellation);
                return;
            }
            await session.SendAsync(node.Event!, cancellation);
        }
    }

    /// <summary>One open watch.</summary>
    private sealed class Session(HttpContext context, ApiResource resource, ListRequest request, Representation representation, ResponseWriter responses)
    {
        private const int FlushBytes = 64 * 1024;
        private readonly PipeWriter _writer = context.Response.BodyWriter;
        private bool _sentColumns;

        public ApiResource Resource => resource;

        public ListRequest Request => request;

        public bool Matches(StoredObject value) =>
            (request.Namespace is null || value.Key.Namespace == request.Namespace) && request.Labels.Matches(value) && request.Fields.Matches(value);

        public Task SendAsync(StoreEvent change, CancellationToken cancellation)
        {
            var before = change.Previous is not null && Matches(change.Previous);
            var after = change.Type != StoreEventType.Deleted && Matches(change.Current);
            return (before, after) switch
            {
                (false, true) => SendAsync("ADDED", change.Current, cancellation),
                (true, true) => SendAsync("MODIFIED", change.Current, cancellation),
                (true, false) => SendAsync("DELETED", change.Type == StoreEventType.Deleted ? change.Current : change.Departed, cancellation),
                _ => Task.CompletedTask,
            };
        }

        public async Task SendAsync(string type, StoredObject value, CancellationToken cancellation)
        {
            if (representation == Representation.Object && resource.FromStored is null)
            {
                Write(type, value.Json.Span);
            }
            else
            {
                var body = responses.Transform(context, resource, value, representation, withColumns: !_sentColumns);
                _sentColumns = true;
                Write(type, StoredObject.Serialize(body));
            }
            if (_writer.UnflushedBytes > FlushBytes)
                await FlushAsync(cancellation);
        }

        public async Task BookmarkAsync(long revision, string? annotation, CancellationToken cancellation)
        {
            var metadata = new JsonObject { ["resourceVersion"] = ObjectStore.Format(revision), ["creationTimestamp"] = null };
            if (annotation is not null)
                metadata["annotations"] = new JsonObject { [annotation] = "true" };
            Write("BOOKMARK", StoredObject.Serialize(new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = metadata }));
            await FlushAsync(cancellation);
        }

        public async Task ErrorAsync(ApiException error, CancellationToken cancellation)
        {
            Write("ERROR", StoredObject.Serialize(error.ToStatus()));
            await FlushAsync(cancellation);
        }

        public async Task FlushAsync(CancellationToken cancellation)
        {
            var result = await _writer.FlushAsync(cancellation);
            if (result.IsCompleted)
                throw new OperationCanceledException("the watcher has gone", cancellation);
        }

        private void Write(string type, ReadOnlySpan<byte> value)
        {
            _writer.Write("{\"type\":\""u8);
            _writer.Write(System.Text.Encoding.ASCII.GetBytes(type));
            _writer.Write("\",\"object\":"u8);
            _writer.Write(value);
            _writer.Write("}\n"u8);
        }
    }
}
