using GitOps.Model.Names;

namespace GitOps.Configstore.Changes;

/// <summary>A server-sent event, encoded once and sent to all.</summary>
/// <param name="Sequence">Its place in this epoch; 0 for events without an id.</param>
/// <param name="Producer">Whom it concerns; null for all.</param>
/// <param name="Bytes">The event as it goes over the wire.</param>
public sealed record StreamEvent(long Sequence, ProducerName? Producer, ReadOnlyMemory<byte> Bytes);
