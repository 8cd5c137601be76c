using GitOps.Sandbox.Cluster.Errors;
using GitOps.Sandbox.Cluster.Resources;
using GitOps.Sandbox.Cluster.Storage;

namespace GitOps.Sandbox.Cluster.Registry;

/// <summary>Reads single objects and consistent lists in pages.</summary>
internal sealed class ObjectReader(ObjectStore store, TimeProvider clock)
{
    private readonly PageSnapshots _pages = new(clock);

    /// <exception cref="ApiException">404 when there is no such object.</exception>
    public StoredObject Get(ApiResource resource, ObjectKey key) =>
        store.Find(resource.StorageKey, key) ?? throw ApiErrors.NotFound(resource, key.Name);

    /// <exception cref="ApiException">400 for a bad token or revision, 410 when the pages' revision is forgotten.</exception>
    public ListPage List(ApiResource resource, ListRequest request)
    {
        var token = request.Continue is null ? null : ContinueToken.Parse(request.Continue);
        TableSnapshot snapshot;
        if (token is null)
        {
            snapshot = store.Snapshot(resource.StorageKey);
            CheckRevision(request, snapshot.Revision);
        }
        else if (token.Revision < 0)
        {
            snapshot = store.Snapshot(resource.StorageKey);
        }
        else if (_pages.Find(resource.StorageKey, token.Revision) is { } kept)
        {
            snapshot = kept;
        }
        else
        {
            throw new ApiException(410, "Expired", "The provided continue parameter is too old to display a consistent list result. "
                + "You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
                + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first "
                + "chunk was returned and now may show up in the list.")
            {
                Continue = (token with { Revision = -1 }).ToString(),
            };
        }
        return Page(resource, request, snapshot, token);
    }

    private ListPage Page(ApiResource resource, ListRequest request, TableSnapshot snapshot, ContinueToken? token)
    {
        var items = new List<StoredObject>();
        var rest = 0L;
        foreach (var value in snapshot.Objects(request.Namespace))
        {
            if (token is not null && value.Key.CompareTo(token.After) <= 0)
                continue;
            if (request.Limit > 0 && items.Count == request.Limit)
            {
                rest++;
                if (!request.IsUnfiltered && Matches(request, value))
                    break;
                continue;
            }
            if (Matches(request, value))
                items.Add(value);
        }
        if (rest == 0 || items.Count == 0)
            return new ListPage(items, snapshot, null, null);
        _pages.Keep(resource.StorageKey, snapshot);
        return new ListPage(items, snapshot, new ContinueToken(snapshot.Revision, items[^1].Key).ToString(), request.IsUnfiltered ? rest : null);
    }

    private static bool Matches(ListRequest request, StoredObject value) => request.Labels.Matches(value) && request.Fields.Matches(value);

    private static void CheckRevision(ListRequest request, long current)
    {
        if (string.IsNullOrEmpty(request.ResourceVersion))
            return;
        if (!long.TryParse(request.ResourceVersion, out var wanted) || wanted < 0)
            throw ApiErrors.BadRequest($"Invalid value: \"{request.ResourceVersion}\": strconv.ParseUint: parsing \"{request.ResourceVersion}\": invalid syntax");
        if (wanted > current)
            throw new ApiException(504, "Timeout", $"Too large resource version: {wanted}, current: {current}");
        if (request.ExactRevision && wanted != current)
            throw ApiErrors.Expired($"The resourceVersion for the provided list is too old.");
    }
}
