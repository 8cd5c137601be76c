using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Discovery;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Listing;
using GitOps.Kubernetes.Logs;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Transport;
using GitOps.Kubernetes.Watching;
using GitOps.Kubernetes.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Kubernetes;

/// <summary>
/// The Kubernetes API, for objects of any kind, as JSON. Safe for concurrent use; one per API server, for the life of the
/// process. Every failure is a <see cref="KubernetesException"/> that says what was asked of what; a list is whole or fails.
/// Source: https://kubernetes.io/docs/reference/using-api/api-concepts/
/// </summary>
public sealed class KubernetesClient : IDisposable
{
    private const int PagedListAttempts = 3;

    private readonly ApiTransport _transport;

    /// <param name="configuration">Which server, as whom.</param>
    /// <param name="time">Null for the system's.</param>
    /// <param name="logger">Null for none.</param>
    public KubernetesClient(KubernetesClientConfiguration configuration, TimeProvider? time = null, ILogger<KubernetesClient>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        logger ??= NullLogger<KubernetesClient>.Instance;
        if (configuration.SkipTlsVerify) logger.LogWarning("The certificate of {Server} is not verified, since the configuration says so", configuration.Server.Authority);
        _transport = new ApiTransport(configuration, time ?? TimeProvider.System, logger);
        Discovery = new ApiDiscovery(_transport);
        DefaultNamespace = configuration.Namespace;
    }

    /// <summary>Which kinds are served, and how.</summary>
    public ApiDiscovery Discovery { get; }

    /// <summary>The namespace of the context or of the pod.</summary>
    public string DefaultNamespace { get; }

    internal TimeProvider Time => _transport.Time;

    /// <summary>Reads an object.</summary>
    /// <exception cref="NotFoundException">It is not there.</exception>
    public async Task<KubernetesObject> GetAsync(ObjectReference target, string? subresource = null, CancellationToken cancellation = default)
    {
        using var answer = await SendToObjectAsync(HttpMethod.Get, "get", target, subresource, "", default, null, idempotent: true, cancellation);
        return Parse(answer, "get", target);
    }

    /// <summary>Reads an object; null when it is not there.</summary>
    public async Task<KubernetesObject?> FindAsync(ObjectReference target, CancellationToken cancellation = default)
    {
        try
        {
            return await GetAsync(target, null, cancellation);
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads all objects that match, in pages; starts again when the server forgets the list's moment in between.</summary>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <exception cref="KubernetesException">The list could not be read whole.</exception>
    public async Task<ObjectList> ListAsync(GroupVersionKind kind, string @namespace = "", ListOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= ListOptions.Default;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // A cluster that changes faster than it can be paged through is asked for everything at once.
                var pages = attempt > PagedListAttempts ? options with { PageSize = 0 } : options;
                var items = new List<KubernetesObject>();
                for (string? next = null; ;)
                {
                    using var page = await ListPageAsync(kind, @namespace, pages, next, cancellation);
                    // One copy of the page instead of one per object.
                    items.AddRange(page.CloneItems());
                    next = page.Continue;
                    if (next is null) return new ObjectList(items, page.ResourceVersion);
                }
            }
            catch (GoneException) when (attempt <= PagedListAttempts)
            {
                // The pages read so far are of a moment that the server has forgotten: none of them counts.
            }
        }
    }

    /// <summary>Reads one page of a list.</summary>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <param name="continue">From the page before; null for the first.</param>
    /// <exception cref="GoneException">The server has forgotten the moment that the list shows: begin again with the first page.</exception>
    public async Task<ObjectPage> ListPageAsync(GroupVersionKind kind, string @namespace, ListOptions options, string? @continue = null, CancellationToken cancellation = default)
    {
        var resource = await Discovery.GetAsync(kind, cancellation);
        var query = QueryText.Start()
            .Add("labelSelector", options.LabelSelector).Add("fieldSelector", options.FieldSelector)
            .Add("limit", options.PageSize > 0 ? options.PageSize.ToString(CultureInfo.InvariantCulture) : null).Add("continue", @continue);
        var answer = await SendAsync(resource, new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = resource.CollectionPath(@namespace) + query,
            Verb = "list",
            Target = new ObjectReference(kind, @namespace, ""),
            Idempotent = true,
        }, cancellation);
        return ObjectPage.Read(kind, answer);
    }

    /// <summary>
    /// Follows the changes after a resource version until the server ends the watch, which it does regularly.
    /// <see cref="Reflector"/> goes on from there.
    /// </summary>
    /// <param name="namespace">Empty for all namespaces.</param>
    /// <exception cref="GoneException">The server has forgotten that version: list anew.</exception>
    /// <exception cref="UnreachableException">The connection broke or counts as dead.</exception>
    public IAsyncEnumerable<WatchEvent> WatchAsync(GroupVersionKind kind, string @namespace, WatchOptions options, CancellationToken cancellation = default) =>
        WatchAsync(kind, @namespace, options, null, cancellation);

    /// <param name="connected">Called when the server has accepted the watch.</param>
    internal async IAsyncEnumerable<WatchEvent> WatchAsync(
        GroupVersionKind kind, string @namespace, WatchOptions options, Action? connected, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var resource = await Discovery.GetAsync(kind, cancellation);
        var query = QueryText.Start()
            .Add("watch", "true").Add("allowWatchBookmarks", "true").Add("resourceVersion", options.ResourceVersion)
            .Add("timeoutSeconds", Math.Max(1, (long)options.Duration.TotalSeconds).ToString(CultureInfo.InvariantCulture))
            .Add("labelSelector", options.LabelSelector).Add("fieldSelector", options.FieldSelector);
        var request = new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = resource.CollectionPath(@namespace) + query,
            Verb = "watch",
            Target = new ObjectReference(kind, @namespace, ""),
            Idempotent = true,
            Streaming = true,
        };
        using var answer = await SendAsync(resource, request, cancellation);
        connected?.Invoke();
        await using var body = await answer.Response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var change in WatchStream.ReadAsync(request, body, kind, options.IdleTimeout, Time, cancellation)) yield return change;
    }

    /// <summary>Creates an object.</summary>
    /// <param name="target">Its kind and namespace; its name is in the manifest and serves for messages here.</param>
    /// <param name="manifest">UTF-8 JSON.</param>
    /// <exception cref="AlreadyExistsException">One of this name is there.</exception>
    public async Task<KubernetesObject> CreateAsync(ObjectReference target, ReadOnlyMemory<byte> manifest, WriteOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= WriteOptions.Default;
        var resource = await Discovery.GetAsync(target.Kind, cancellation);
        var path = options.Subresource is null ? resource.CollectionPath(target.Namespace) : resource.ObjectPath(target.Namespace, target.Name, options.Subresource);
        using var answer = await SendAsync(resource, new ApiRequest
        {
            Method = HttpMethod.Post,
            Path = path + options.Query(),
            Verb = "create",
            Target = target,
            Body = manifest,
            ContentType = MediaTypes.Json,
        }, cancellation);
        return Parse(answer, "create", target);
    }

    /// <summary>Replaces an object by one that carries the resourceVersion of what it replaces.</summary>
    /// <exception cref="ConflictException">Somebody has changed it since.</exception>
    public async Task<KubernetesObject> ReplaceAsync(ObjectReference target, ReadOnlyMemory<byte> manifest, WriteOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= WriteOptions.Default;
        // Not idempotent: the second sending of a replacement that was done is refused as a conflict.
        using var answer = await SendToObjectAsync(HttpMethod.Put, "replace", target, options.Subresource, options.Query(), manifest, MediaTypes.Json, idempotent: false, cancellation);
        return Parse(answer, "replace", target);
    }

    /// <summary>Patches an object.</summary>
    public async Task<KubernetesObject> PatchAsync(
        ObjectReference target, PatchType type, ReadOnlyMemory<byte> patch, WriteOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= WriteOptions.Default;
        var contentType = type switch
        {
            PatchType.Merge => MediaTypes.MergePatch,
            PatchType.StrategicMerge => MediaTypes.StrategicMergePatch,
            _ => MediaTypes.JsonPatch,
        };
        using var answer = await SendToObjectAsync(HttpMethod.Patch, "patch", target, options.Subresource, options.Query(), patch, contentType, idempotent: type == PatchType.Merge, cancellation);
        return Parse(answer, "patch", target);
    }

    /// <summary>Makes the fields of a manifest so, creating the object where needed; reads no more of the answer than its metadata.</summary>
    /// <param name="manifest">UTF-8 JSON of exactly the fields that the manager wants to own, without managedFields.</param>
    /// <exception cref="ApplyConflictException">Somebody else owns some of the fields; it says who and which.</exception>
    /// <exception cref="InvalidException">The server does not accept the content.</exception>
    public async Task<AppliedObject> ApplyAsync(ObjectReference target, ReadOnlyMemory<byte> manifest, ApplyOptions options, CancellationToken cancellation = default)
    {
        using var answer = await SendApplyAsync(target, manifest, options, cancellation);
        try
        {
            return AppliedObject.Read(answer.Body.Span, answer.Code == HttpStatusCode.Created);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw ErrorFactory.Unreadable($"apply {target}", error);
        }
    }

    /// <summary>As <see cref="ApplyAsync"/>, with the whole object as it then is.</summary>
    public async Task<KubernetesObject> ApplyAndReadAsync(ObjectReference target, ReadOnlyMemory<byte> manifest, ApplyOptions options, CancellationToken cancellation = default)
    {
        using var answer = await SendApplyAsync(target, manifest, options, cancellation);
        return Parse(answer, "apply", target);
    }

    /// <summary>Deletes an object.</summary>
    /// <exception cref="ConflictException">It is not the object of the preconditions; nothing was deleted.</exception>
    public async Task<DeletionOutcome> DeleteAsync(ObjectReference target, DeleteOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= DeleteOptions.Default;
        try
        {
            // With a uid the second sending can meet no other object; without one it might.
            using var answer = await SendToObjectAsync(HttpMethod.Delete, "delete", target, null, "", options.ToUtf8(), MediaTypes.Json, idempotent: options.Uid is not null, cancellation);
            var left = Parse(answer, "delete", target);
            // The answer to a deletion that is done is a Status, or the object as it last was.
            return left.Kind == "Status" || !left.IsTerminating ? DeletionOutcome.Deleted : DeletionOutcome.Terminating;
        }
        catch (NotFoundException)
        {
            return DeletionOutcome.NotFound;
        }
    }

    /// <summary>Reads a pod's log as it comes; the caller disposes the stream, which ends the request.</summary>
    public async Task<Stream> OpenLogAsync(string @namespace, string pod, LogOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= LogOptions.Default;
        var target = new ObjectReference("v1", "Pod", @namespace, pod);
        var resource = await Discovery.GetAsync(target.Kind, cancellation);
        var answer = await SendAsync(resource, new ApiRequest
        {
            Method = HttpMethod.Get,
            Path = resource.ObjectPath(@namespace, pod, "log") + options.Query(),
            Verb = "read the log of",
            Target = target,
            Accept = MediaTypes.AcceptAny,
            Idempotent = true,
            Streaming = true,
            Patient = options.Follow,
        }, cancellation);
        return new LogStream(await answer.Response.Content.ReadAsStreamAsync(cancellation), answer);
    }

    public void Dispose()
    {
        Discovery.Dispose();
        _transport.Dispose();
    }

    // Applying twice is as good as once: the second finds everything as it should be.
    private ValueTask<ApiAnswer> SendApplyAsync(ObjectReference target, ReadOnlyMemory<byte> manifest, ApplyOptions options, CancellationToken cancellation) =>
        SendToObjectAsync(HttpMethod.Patch, "apply", target, options.Subresource, options.Query, manifest, MediaTypes.ApplyPatch, idempotent: true, cancellation);

    private async ValueTask<ApiAnswer> SendToObjectAsync(
        HttpMethod method, string verb, ObjectReference target, string? subresource, string query, ReadOnlyMemory<byte> body,
        MediaTypeHeaderValue? contentType, bool idempotent, CancellationToken cancellation)
    {
        var resource = await Discovery.GetAsync(target.Kind, cancellation);
        return await SendAsync(resource, new ApiRequest
        {
            Method = method,
            Path = resource.ObjectPath(target.Namespace, target.Name, subresource) + query,
            Verb = subresource is null ? verb : $"{verb} {subresource} of",
            Target = target,
            Body = body,
            ContentType = contentType,
            Idempotent = idempotent,
        }, cancellation);
    }

    private async ValueTask<ApiAnswer> SendAsync(ResourceDescriptor resource, ApiRequest request, CancellationToken cancellation)
    {
        try
        {
            return await _transport.SendAsync(request, cancellation);
        }
        catch (NotFoundException error) when (error.Status.Name.Length == 0)
        {
            // Not an object but the path is unknown: the kind may be served elsewhere by now.
            Discovery.Forget(resource.Kind);
            throw;
        }
    }

    private static KubernetesObject Parse(ApiAnswer answer, string verb, ObjectReference target)
    {
        try
        {
            return new KubernetesObject(JsonElement.Parse(answer.Body.Span));
        }
        catch (JsonException error)
        {
            throw ErrorFactory.Unreadable($"{verb} {target}", error);
        }
    }
}
