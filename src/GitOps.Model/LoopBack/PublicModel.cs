namespace GitOps.Model.LoopBack;

/// <summary>A model that the workspace serves over HTTP.</summary>
/// <param name="HttpPath">Where, below <c>/api</c>, with a slash at its beginning and none at its end.</param>
/// <param name="HasBinary">Whether a property, or an argument or result of a remote method, holds bytes.</param>
public sealed record PublicModel(string Name, string HttpPath, bool HasBinary);
