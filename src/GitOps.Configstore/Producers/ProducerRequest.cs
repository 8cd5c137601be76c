namespace GitOps.Configstore.Producers;

/// <summary>Body of <c>POST /producers</c> and <c>POST /producers/{name}/projects</c>.</summary>
/// <param name="Id">The producer's name, or the project's.</param>
/// <param name="Scaffold">Whether an empty <c>dev</c> repository gets a LoopBack project; it does unless this is false.</param>
public sealed record ProducerRequest(string? Id, bool? Scaffold = null);
