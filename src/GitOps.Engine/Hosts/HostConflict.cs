namespace GitOps.Engine.Hosts;

/// <summary>A host that an environment asks for and another holds.</summary>
/// <param name="Host">Such as <c>sls-al-dev.example.com</c>.</param>
/// <param name="Holder">Who was first: an environment key, or the Ingress that this system did not make.</param>
public sealed record HostConflict(string Host, string Holder);
