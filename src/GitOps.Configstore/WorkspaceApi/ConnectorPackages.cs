namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// Packages of LoopBack's connectors, in the newest versions that LoopBack 3 on Node 10 loads. LoopBack 3 has reached its end, so the list
/// does not age; a project's own <c>package.json</c> may say otherwise.
/// </summary>
internal static class ConnectorPackages
{
    private const string Prefix = "loopback-connector-";

    /// <summary>Versions by the connector's name.</summary>
    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal)
    {
        ["cassandra"] = "^1.7.1",
        ["cloudant"] = "^2.5.0",
        ["couchdb2"] = "^1.5.3",
        ["dashdb"] = "^2.0.4",
        ["db2"] = "^2.2.3",
        ["grpc"] = "^1.3.0",
        ["kv-redis"] = "^4.0.0",
        ["mongodb"] = "^5.6.0",
        ["mssql"] = "^3.8.0",
        ["mysql"] = "^5.4.4",
        ["openapi"] = "^6.2.0",
        ["oracle"] = "^4.5.2",
        ["postgresql"] = "^5.5.1",
        ["redis"] = "^3.0.0",
        ["rest"] = "^4.0.3",
        ["soap"] = "^6.0.2",
        ["swagger"] = "^3.2.1",
    };

    /// <summary>The package that a data source's <c>connector</c> means, by its short or its whole name; null for LoopBack's own, such as <c>memory</c>, and for unknown ones.</summary>
    public static (string Name, string Version)? Find(string connector)
    {
        var name = connector.StartsWith(Prefix, StringComparison.Ordinal) ? connector[Prefix.Length..] : connector;
        return Versions.TryGetValue(name, out var version) ? (Prefix + name, version) : null;
    }
}
