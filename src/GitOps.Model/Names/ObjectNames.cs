namespace GitOps.Model.Names;

/// <summary>
/// Names of what runs for an environment, as existing clusters and clients know them. No two environments share one, whatever
/// hyphens their names hold.
/// </summary>
/// <remarks>
/// <c>producer-environment</c> can be taken apart from its end while environments hold no hyphen. Every other key ends in a
/// <see cref="NameToken"/>, which no environment, instance or service can be, and which no other key has.
/// </remarks>
public sealed class ObjectNames
{
    /// <summary>Characters that Kubernetes and DNS allow in a label.</summary>
    public const int MaxLabelLength = 63;

    private const string FunctionApp = "fn";

    // What "gateway-<stem>-<instance>" leaves of a label; "admin-<instance>-<stem>" leaves two more.
    private const int MaxTokenStemLength = 39;

    private readonly EnvironmentKey _key;
    private readonly string _readable;

    public ObjectNames(EnvironmentKey key)
    {
        _key = key;
        var isMain = key.Project == ProjectName.Main;
        _readable = isMain ? $"{key.Producer}-{key.Environment}" : $"{key.Producer}-{key.Project}-{key.Environment}";
        Stem = isMain && !key.Environment.Value.Contains('-', StringComparison.Ordinal)
            ? _readable
            : WithToken(_readable, key.ToString(), MaxTokenStemLength);
    }

    /// <summary><c>producer-environment</c>, or something readable that ends in a token: what all names are made with.</summary>
    public string Stem { get; }

    /// <summary>
    /// What Express Gateway begins its keys in a shared Redis with. It goes on with a hyphen, a word without double hyphens and a
    /// colon, so no key of one namespace can be read as one of another, even where one namespace begins like another.
    /// </summary>
    public string RedisNamespace => RedisNamespaceOf(Stem);

    /// <summary>The <see cref="RedisNamespace"/> of the environment with this <see cref="Stem"/>.</summary>
    public static string RedisNamespaceOf(string stem) => $"EG-{stem}-";

    /// <summary>Name of the only component of a kind, such as <c>workspace-al-dev</c>.</summary>
    public string Of(string app) => $"{app}-{Stem}";

    /// <summary>Name of one of several components of a kind, such as <c>gateway-al-dev-shop</c>.</summary>
    /// <param name="app">The kind.</param>
    /// <param name="instance">At most 15 letters and digits.</param>
    public string Of(string app, string instance) => $"{app}-{Stem}-{instance}";

    /// <summary>
    /// Name of a function's objects, its service among them: <c>fn-stem-service</c> where that can be nobody else's and fits,
    /// else something readable that ends in a token.
    /// </summary>
    /// <param name="service">A DNS label: what the function's <c>serverless.yml</c> calls it.</param>
    public string Function(string service)
    {
        var plain = Of(FunctionApp, service);
        return service.Contains('-', StringComparison.Ordinal) || NameToken.HasShapeOf(service) || plain.Length > MaxLabelLength
            ? WithToken($"{FunctionApp}-{_readable}-{service}", $"{_key}/{service}", MaxLabelLength)
            : plain;
    }

    private static string WithToken(string readable, string identity, int maxLength)
    {
        var room = maxLength - NameToken.Length - 1;
        var kept = readable.Length <= room ? readable : readable[..room].TrimEnd('-');
        return $"{kept}-{NameToken.Of(identity)}";
    }
}
