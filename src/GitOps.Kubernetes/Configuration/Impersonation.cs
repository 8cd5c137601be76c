namespace GitOps.Kubernetes.Configuration;

/// <summary>
/// Whom to act as. Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
/// </summary>
/// <param name="User">The user's name.</param>
public sealed record Impersonation(string User)
{
    public string? Uid { get; init; }

    public IReadOnlyList<string> Groups { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Extra { get; init; } = [];

    internal IEnumerable<KeyValuePair<string, string>> Headers()
    {
        yield return new("Impersonate-User", User);
        if (Uid is { Length: > 0 }) yield return new("Impersonate-Uid", Uid);
        foreach (var group in Groups) yield return new("Impersonate-Group", group);
        foreach (var (name, value) in Extra) yield return new("Impersonate-Extra-" + Uri.EscapeDataString(name), value);
    }
}
