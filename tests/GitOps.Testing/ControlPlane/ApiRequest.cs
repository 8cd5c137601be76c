namespace GitOps.Testing.ControlPlane;

/// <summary>
/// One request that reached the API server, as its audit log has it.
/// Source: https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/
/// </summary>
/// <param name="Verb">The API's verb: get, list, watch, create, update, patch, delete, deletecollection.</param>
/// <param name="Resource">The plural name with its subresource, such as <c>deployments</c> or <c>pods/status</c>; empty for paths such as /apis.</param>
/// <param name="Namespace">Empty for what has none.</param>
/// <param name="Name">Empty for lists, watches and most creations.</param>
/// <param name="Uri">The path with its query.</param>
/// <param name="User">Who asked.</param>
/// <param name="UserAgent">With which program.</param>
public sealed record ApiRequest(
    string Verb, string Resource, string Namespace, string Name, string Uri, string User, string UserAgent)
{
    /// <summary>Is it one that can change the stored state?</summary>
    public bool IsWrite => Verb is "create" or "update" or "patch" or "delete" or "deletecollection";
}
