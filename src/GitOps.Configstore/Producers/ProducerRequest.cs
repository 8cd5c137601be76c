namespace GitOps.Configstore.Producers;

/// <summary>Body of <c>POST /producers</c>.</summary>
/// <param name="Id">The producer's name.</param>
public sealed record ProducerRequest(string? Id);
