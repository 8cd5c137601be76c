namespace GitOps.Model.Components;

/// <summary>What a container is promised and what it may use at most, by the names Kubernetes gives: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c>.</summary>
public sealed record ResourceNeeds(IReadOnlyDictionary<string, Quantity> Requests, IReadOnlyDictionary<string, Quantity> Limits)
{
    public static ResourceNeeds None { get; } = new(new Dictionary<string, Quantity>(), new Dictionary<string, Quantity>());
}
