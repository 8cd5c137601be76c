using GitOps.Engine.Composing;
using GitOps.Testing;

namespace GitOps.Engine.Tests.Composing.Requests;

/// <summary>
/// A composed function's files and variables are what a runtime image of Kubeless' contract needs. The images cannot be had here, so a
/// few lines of node stand for one: they read nothing but what the pod gives them.
/// </summary>
public sealed class FunctionRequestTests
{
    private const string Runtime =
        """
        const http = require('http');
        const path = require('path');
        const call = require(path.join(process.env.TEST_CODE, process.env.MOD_NAME))[process.env.FUNC_HANDLER];
        http.createServer((request, response) => {
          if (request.url === '/healthz') return response.end('OK');
          let data = '';
          request.on('data', (chunk) => { data += chunk; });
          request.on('end', () => response.end(JSON.stringify(call({ data, extensions: { request: { query: Object.fromEntries(new URL(request.url, 'http://x').searchParams) } } }, {}))));
        }).listen(Number(process.env.TEST_PORT), '127.0.0.1');
        """;

    [Test]
    public async Task Compose_Function_AnswersRequests()
    {
        var functions = new FixtureCase(Path.Combine(Fixtures.Folder("composing"), "functions"));
        var files = functions.Files("functions").ToDictionary(path => path, path => functions.Read($"functions/{path}"), StringComparer.Ordinal);
        files["hello/handler.js"] = "const { greet } = require('./lib/greet');\n" +
            "module.exports.hello = (event) => ({ message: greet(event.extensions.request.query.name) });";
        var manifests = new LunchBadgerComposer(new CompositionSettings { RedisUserKey = TestSnapshots.RedisUserKey }).Compose(TestSnapshots.Of("al", functions: files)).Manifests;
        using var folder = new TemporaryDirectory("function");
        using var port = FreePort.Reserve();

        var pod = manifests.Single(manifest => manifest.Key is { Kind: "Deployment", Name: "fn-al-dev-hello" }).Body["spec"]!["template"]!["spec"]!;
        var source = pod["volumes"]![0]!["configMap"]!;
        var data = manifests.Single(manifest => manifest.Key.Kind == "ConfigMap" && manifest.Key.Name == source["name"]!.GetValue<string>()).Body["data"]!;
        foreach (var item in source["items"]!.AsArray()) folder.Write($"code/{item!["path"]}", data[item["key"]!.GetValue<string>()]!.GetValue<string>());
        var variables = pod["containers"]![0]!["env"]!.AsArray().ToDictionary(variable => variable!["name"]!.GetValue<string>(), variable => (string?)variable!["value"]!.GetValue<string>());
        variables["TEST_CODE"] = folder["code"];
        variables["TEST_PORT"] = $"{port}";

        await using var process = ChildProcess.Start("node", ["-e", Runtime], folder.Path, variables);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await process.WaitUntilReadyAsync(async token => (await client.GetAsync("healthz", token)).IsSuccessStatusCode, TimeSpan.FromSeconds(30), default);

        Assert.That(await client.GetStringAsync("?name=Al"), Is.EqualTo("""{"message":"Hello, Al"}"""));
    }
}
