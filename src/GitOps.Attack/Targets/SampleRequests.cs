using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using GitOps.Attack.Sending;

namespace GitOps.Attack.Targets;

/// <summary>
/// Requests that would do something if they were let in: real parameters, bodies that are valid and change what <c>VictimContent</c> made.
/// All of them are about producers, users and repositories named <c>attack-…</c>, so that a hole does no harm.
/// </summary>
public sealed partial class SampleRequests(string prefix, string victim)
{
    private readonly string _key = NewPublicKey();

    // The first that fits a verb and a path; what is below an environment is the same for each of its addresses.
    private readonly (string Verb, Regex Path, string Body)[] _bodies =
    [
        ("POST", Whole("/producers"), $$"""{"id":"{{victim}}-more","scaffold":false}"""),
        ("POST", Whole("/producers/{name}/projects"), """{"id":"attack","scaffold":false}"""),
        ("POST", Whole("/users"), $$"""{"prefix":"{{prefix}}","name":"{{victim}}-user"}"""),
        ("PUT", Whole("/users/{prefix}/{name}/repos/{repo}/hook"), """{"url":"http://attack.invalid/"}"""),
        ("POST", Whole("/logout"), "{}"),
        ("POST", Whole("/hook"), """{"ref":"refs/heads/main"}"""),
        ("PUT", End("/status"), $$"""{"key":"{{victim}}/main/dev","state":"succeeded","time":"2020-01-01T00:00:00Z"}"""),
        ("*", End("/project/disabled"), """{"disabled":true}"""),
        ("PATCH", End("/project"), """{"attack":1}"""),
        ("*", End("/project"), Project(victim)),
        ("*", End("/pipelines(/{id})?"), """{"name":"Attacked","policies":[]}"""),
        ("*", End("/policies(/{id})?"), """{"cors":[{"condition":{"name":"always"},"action":{}}]}"""),
        ("*", End("/project/{collection}(/{id})?"), """{"name":"Attacked","urls":["https://attacked.example.com"]}"""),
        ("PATCH", End("/files"), """{"dev/attacked.txt":"attacked"}"""),
        ("*", End("/WorkspaceFiles/files"), """{"files":{"server":{"attacked.js":"// attacked"}}}"""),
        ("*", End("/Projects(/.*)?"), Project(victim)),
        ("*", End("/DataSourceDefinitions(/.*)?"), """{"name":"second","connector":"memory","attack":1}"""),
        ("*", End("/ModelConfigs(/.*)?"), """{"name":"Thing","dataSource":"db","public":true,"attack":1}"""),
        ("*", End("/(ModelProperties(/.*)?|properties(/{fk})?)"), """{"modelId":"common.Thing","name":"text","type":"string","description":"attacked"}"""),
        ("*", End("/(ModelRelations(/.*)?|relations(/{fk})?)"), """{"modelId":"common.Thing","name":"other","type":"belongsTo","model":"Other","foreignKey":"attacked"}"""),
        ("*", End("/(ModelMethods(/.*)?|methods(/{fk})?)"), """{"modelId":"common.Thing","name":"go","isStatic":true,"description":"attacked"}"""),
        ("*", End("/ModelDefinitions(/{id})?(/replace|/replaceOrCreate)?"), """{"name":"Thing","facetName":"common","description":"attacked"}"""),
        ("POST", End("/service"), """{"name":"attacked","env":"nodejs","version":"20"}"""),
        ("PUT", End("/service/{function}"), """{"files":{"handler.js":"exports.handler = () => 'attacked';"}}"""),
        ("POST", End("/deploy"), """{"name":"f"}"""),
    ];

    /// <summary>The request, about a producer; null when none is known that could do no harm.</summary>
    public Probe? Of(Operation operation, string producer)
    {
        var path = operation.Path;
        var body = path.EndsWith("/ssh", StringComparison.Ordinal) && operation.Method == "POST"
            ? $$"""{"publicKey":"{{_key}}","title":"attack"}"""
            : _bodies.FirstOrDefault(sample => (sample.Verb == "*" || sample.Verb == operation.Method) && sample.Path.IsMatch(path)).Body;
        if (operation.IsReading || operation.Method == "DELETE") body = null;
        else if (body is null && operation.ContentTypes.Count > 0 && !operation.IsOfAProducer) return null;
        var type = operation.ContentTypes.Append("application/json").MinBy(type => type.Contains("merge-patch", StringComparison.Ordinal) ? 0 : 1)!;
        return new Probe(operation.Method, Fill(path, producer) + Query(operation))
        {
            Body = operation.IsReading || operation.Method == "DELETE" ? null : body ?? "{}",
            ContentType = type,
            Headers = operation.IsReading ? [] : [("If-Match", "*")],
        };
    }

    /// <summary>A route's path with real parameters.</summary>
    public string Fill(string path, string producer) => Parameter.Replace(path, match => ValueOf(path, match.Groups[1].Value, producer));

    private static string Query(Operation operation) => operation switch
    {
        { Method: "DELETE" } when operation.Path.EndsWith("Definitions", StringComparison.Ordinal) || LoopBackList.IsMatch(operation.Path) => "?where=%7B%7D",
        { Path: "/search/users" } => "?q=attack",
        { Path: "/holds/release" } => "?environment=attack-nothing/main/dev",
        { Path: "/producers/{producer}/pods" } => "?app=workspace",
        _ => "",
    };

    private string ValueOf(string path, string parameter, string producer) => parameter switch
    {
        "name" when path.StartsWith("/schemas/", StringComparison.Ordinal) => "lunchbadger",
        "name" or "producer" => producer,
        "prefix" => prefix,
        "env" => "dev",
        "project" => "main",
        "repo" => "dev",
        "path" => path.Contains("/repos/", StringComparison.Ordinal) ? "lunchbadger.json" : "dev/lunchbadger.json",
        "collection" => "serviceEndpoints",
        "gateway" => "g1",
        "pipeline" => "p1",
        "facet" => "server",
        "function" => "f",
        "fk" => path.Contains("/properties", StringComparison.Ordinal) ? "text" : path.Contains("/relations", StringComparison.Ordinal) ? "other" : "go",
        "id" => path switch
        {
            _ when path.Contains("/ssh/", StringComparison.Ordinal) => "1",
            _ when path.Contains("/policies/", StringComparison.Ordinal) => "x1",
            _ when path.Contains("/pipelines/", StringComparison.Ordinal) => "p1",
            _ when path.Contains("/Projects/", StringComparison.Ordinal) => $"{producer}-dev",
            _ when path.Contains("/DataSourceDefinitions/", StringComparison.Ordinal) => "server.second",
            _ when path.Contains("/ModelConfigs/", StringComparison.Ordinal) => "server.Thing",
            _ when path.Contains("/ModelProperties/", StringComparison.Ordinal) => "common.Thing.text",
            _ when path.Contains("/ModelRelations/", StringComparison.Ordinal) => "common.Thing.other",
            _ when path.Contains("/ModelMethods/", StringComparison.Ordinal) => "common.Thing.go",
            _ when path.Contains("/ModelDefinitions/", StringComparison.Ordinal) => "common.Thing",
            _ => "s1",
        },
        _ => "x",
    };

    private static string Project(string victim) =>
        $$"""{"id":"{{victim}}-dev","name":"main","gateways":[],"serviceEndpoints":[],"apiEndpoints":[],"connections":[],"states":[],"attack":2}""";

    private static Regex Whole(string path) => new($"^{Regex.Escape(path)}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    private static Regex End(string pattern) => new($"{pattern.Replace("{", "\\{", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>A key of nobody, as in authorized_keys (RFC 4253, 6.6).</summary>
    private static string NewPublicKey()
    {
        ReadOnlySpan<byte> name = "ssh-ed25519"u8;
        var blob = new byte[4 + name.Length + 4 + 32];
        BinaryPrimitives.WriteInt32BigEndian(blob, name.Length);
        name.CopyTo(blob.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(4 + name.Length), 32);
        RandomNumberGenerator.Fill(blob.AsSpan(8 + name.Length));
        return $"ssh-ed25519 {Convert.ToBase64String(blob)}";
    }

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter { get; }

    [GeneratedRegex(@"/Model\w+$", RegexOptions.CultureInvariant)]
    private static partial Regex LoopBackList { get; }
}
