using System.Text.Json;

namespace GitOps.Testing.ControlPlane;

/// <summary>
/// Every request that reached the API server but those of its own controllers: the proof, at the server, of who asked
/// what and of what was not asked. A request is in the log before it is answered.
/// </summary>
/// <example>
/// <code>
/// var mark = server.Requests.Mark();
/// await reconciler.RunAsync();
/// Assert.That(server.Requests.Since(mark), Is.Empty);
/// </code>
/// </example>
public sealed class ApiRequestLog
{
    internal const string Policy = """
        apiVersion: audit.k8s.io/v1
        kind: Policy
        omitStages: [ResponseStarted, ResponseComplete, Panic]
        rules:
        - level: None
          users: ["system:apiserver", "system:kube-controller-manager", "gitops-test-harness"]
        - level: None
          userGroups: ["system:serviceaccounts:kube-system"]
        - level: Metadata
        """;

    private readonly string _path;

    internal ApiRequestLog(string path) => _path = path;

    /// <summary>The present end of the log, in bytes.</summary>
    public long Mark() => File.Exists(_path) ? new FileInfo(_path).Length : 0;

    /// <summary>The requests after a mark, in the order of their arrival.</summary>
    public IReadOnlyList<ApiRequest> Since(long mark)
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(mark, SeekOrigin.Begin);
        using var reader = new StreamReader(file);
        var written = reader.ReadToEnd();
        var complete = written[..(written.LastIndexOf('\n') + 1)];
        return [.. complete.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Read)];
    }

    private static ApiRequest Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var entry = document.RootElement;
        var target = entry.TryGetProperty("objectRef", out var found) ? found : default;
        var subresource = Text(target, "subresource");
        return new(
            Text(entry, "verb"),
            subresource.Length > 0 ? $"{Text(target, "resource")}/{subresource}" : Text(target, "resource"),
            Text(target, "namespace"),
            Text(target, "name"),
            Text(entry, "requestURI"),
            Text(entry.GetProperty("user"), "username"),
            Text(entry, "userAgent"));
    }

    private static string Text(JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
