namespace GitOps.Model.Api;

/// <summary>One write to the cluster and why it was made.</summary>
/// <param name="Action"><c>create</c>, <c>update</c> or <c>delete</c>.</param>
/// <param name="Kind">Such as <c>Deployment</c>.</param>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Reason">Such as <c>revision changed</c>, <c>drift: changed in the cluster</c>, <c>no longer desired</c>.</param>
public sealed record ObjectChange(string Action, string Kind, string Namespace, string Name, string Reason);
