namespace GitOps.Sandbox.Cluster.Storage;

/// <summary>
/// A place in a resource's history. Watchers hold a node and await the next one, so that an event is stored once for all of
/// them and is forgotten when nobody can still need it.
/// </summary>
internal sealed class EventNode(StoreEvent? value, long revision)
{
    private readonly TaskCompletionSource<EventNode> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Null for the start of the history.</summary>
    public StoreEvent? Event { get; } = value;

    public long Revision { get; } = revision;

    public Task<EventNode> Next => _next.Task;

    public void Append(EventNode node) => _next.SetResult(node);
}
