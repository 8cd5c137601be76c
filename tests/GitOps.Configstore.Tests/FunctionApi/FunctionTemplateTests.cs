using System.Diagnostics;
using GitOps.Configstore.FunctionApi;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Serverless;
using GitOps.Testing;

namespace GitOps.Configstore.Tests.FunctionApi;

/// <summary>What new functions begin with.</summary>
public sealed class FunctionTemplateTests
{
    private static readonly FunctionTemplates Templates = new();

    [Test]
    public void All_Languages_HaveATemplateAndNothingElseHas() =>
        Assert.That(Templates.All.Select(template => template.Language), Is.EquivalentTo(FunctionLanguages.All.Select(language => language.Name)));

    [Test]
    public async Task Post_FunctionOfEachLanguage_IsWhatCanBeDeployed()
    {
        await using var al = await EditableEnvironment.StartAsync();

        foreach (var language in FunctionLanguages.All)
        {
            // The editor refuses what the actualizer would: the handler's file is there, for one.
            using var made = await al.World.Client.SendAsync(
                HttpMethod.Post, "/producers/al/envs/dev/sls-api/service", $$"""{"name":"hello-{{language.Name}}","env":"{{language.Name}}"}""");

            Assert.That(made.IsSuccessStatusCode, Is.True, await made.Content.ReadAsStringAsync());
            var view = (await made.ReadJsonAsync())!;
            Assert.That((string?)view["serverless"]!["provider"]!["runtime"], Is.EqualTo(language.Name + language.Versions[^1]));
            Assert.That(view["files"]!.ToJsonString(), Does.Contain($"hello-{language.Name}").And.Not.Contain("$NAME"));
        }
    }

    [Test]
    public async Task Nodejs_Template_RunsAsARuntimeCallsIt()
    {
        const string Call = "console.log(JSON.stringify(require('./handler.js').handler({data: {a: 1}, extensions: {}}, {})))";

        Assert.That(await RunAsync("nodejs", "node", "-e", Call), Does.EndWith("""{"greeting":"Hello from hello","received":{"a":1}}"""));
    }

    [Test]
    public async Task Python_Template_RunsAsARuntimeCallsIt()
    {
        const string Call = "import handler, json; print(json.dumps(handler.handler({'data': {'a': 1}, 'extensions': {}}, {})))";

        Assert.That(await RunAsync("python", "python3", "-B", "-c", Call), Does.EndWith("""{"greeting": "Hello from hello", "received": {"a": 1}}"""));
    }

    private static async Task<string> RunAsync(string language, string program, params string[] arguments)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)))) Assert.Ignore($"There is no {program} here.");
        using var folder = new TemporaryDirectory("template");
        foreach (var (path, text) in Templates.Of(language).Of("hello")) await File.WriteAllTextAsync(folder[path], text);
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return output.TrimEnd();
    }
}
