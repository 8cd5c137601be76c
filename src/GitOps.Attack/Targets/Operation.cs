namespace GitOps.Attack.Targets;

/// <summary>A verb of a route, and who may call it by declaration.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With parameters in braces.</param>
/// <param name="Right">What its callers need.</param>
/// <param name="OpenToPods">Whether pods of the producer may call it, too.</param>
/// <param name="ContentTypes">Of the bodies that it takes.</param>
public sealed record Operation(string Method, string Path, Right Right, bool OpenToPods, IReadOnlyList<string> ContentTypes)
{
    public bool IsReading => Method is "GET" or "HEAD";

    /// <summary>Whether its path says which producer it is about.</summary>
    public bool IsOfAProducer => Path.Contains("{name}", StringComparison.Ordinal) || Path.Contains("{producer}", StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Path}";
}
