using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;
using GitOps.Sandbox.Forge;
using GitOps.Testing;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.FunctionApi;

/// <summary>Deploying asks the actualizer to look; taking out of the cluster is a flag in git.</summary>
public sealed class FunctionDeploymentTests
{
    private const string Environment = "/producers/al/envs/dev";
    private const string Deploy = Environment + "/sls-api/deploy";
    private const string Commented = "# ours\nservice: hello # the name\nprovider: {runtime: nodejs20}\nfunctions: {h: {handler: handler.h}}\nlunchbadger:\n  id: f1\n  itemOrder: 2 # third\n";

    [Test]
    public async Task Post_Function_AsksTheActualizerWithoutACommit()
    {
        await using var al = await StartAsync();
        await using var stream = await EventStream.OpenAsync(al.World.Url);
        await using var own = await EventStream.OpenAsync(al.World.Url, "/change-stream/al");
        var before = al.Place.Revision;

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
        Assert.That(answer.Headers.Location!.ToString(), Is.EqualTo($"{Environment}/status"));
        Assert.That((string?)(await answer.ReadJsonAsync())!["revision"], Is.EqualTo(before.ToString()));
        await Eventually.That(
            () => stream.Of(ChangeStreamEvents.Reconcile, ApiJson.Default.ReconcileRequest).Select(request => request.Key.ToString()), Is.EqualTo((string[])["al/main/dev"]), "the actualizer is asked");
        Assert.That(al.Place.Revision, Is.EqualTo(before));
        // Clients of the predecessor listen to this one.
        Assert.That(own.Events.Select(received => received.Name), Has.None.EqualTo(ChangeStreamEvents.Push));
    }

    [Test]
    public async Task Post_AfterAPushThatGiteaLost_DeploysIt()
    {
        await using var al = await StartAsync();
        al.World.Forge.FailPostReceive(true);
        var lost = await al.World.Forge.CommitAsync("customer-al", "functions", [ForgeFile.Text("hello/handler.js", "// lost")], "Lost");

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
        Assert.That(Revision.Parse((string)(await answer.ReadJsonAsync())!["revision"]!).Functions, Is.EqualTo(lost));
        Assert.That(al.Place.Revision.Functions, Is.EqualTo(lost));
    }

    [Test]
    public async Task Post_WhileGiteaCannotBeRead_Is503()
    {
        await using var al = await StartAsync();
        al.World.Network.Faults.Add(Fault.Status(502, "").On("GET", "/api/v1/repos/customer-al/*"));

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable), "nobody knows what is the newest");
    }

    [Test]
    public async Task DeleteAndPost_Function_SetsAndRemovesTheFlagAndNothingElse()
    {
        await using var al = await StartAsync();

        using var undeployed = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Deploy}/hello");
        var off = await al.ReadAsync("hello/serverless.yml", "functions");
        using var again = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Deploy}/hello");
        using var deployed = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(new[] { undeployed, again, deployed }.Select(answer => answer.StatusCode), Has.All.EqualTo(HttpStatusCode.Accepted));
        Assert.That(off, Is.EqualTo(Commented.Replace("lunchbadger:\n", "lunchbadger:\n  disabled: true\n", StringComparison.Ordinal)));
        Assert.That(await al.ReadAsync("hello/serverless.yml", "functions"), Is.EqualTo(Commented));
        Assert.That(
            (await al.HistoryAsync("functions")).Take(2).Select(commit => commit.Details.Message.TrimEnd()), Is.EqualTo((string[])["Deploy function hello", "Undeploy function hello"]));
        Assert.That(deployed.Revision(), Is.EqualTo(al.Place.Revision.ToString()));
    }

    [Test]
    public async Task PostAndDelete_FunctionThatIsNotThere_Is404()
    {
        await using var al = await StartAsync();

        using var deployed = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"none"}""");
        using var undeployed = await al.World.Client.SendAsync(HttpMethod.Delete, $"{Deploy}/none");
        using var nameless = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, "{}");

        Assert.That(deployed.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(undeployed.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(nameless.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Post_DisabledProducer_Is409()
    {
        await using var al = await StartAsync();
        (await al.World.Client.SendAsync(HttpMethod.Put, $"{Environment}/project/disabled", """{"disabled":true}""")).EnsureSuccessStatusCode();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("switched off"));
    }

    [Test]
    public async Task Post_ForAnotherCloud_Is409()
    {
        await using var al = await StartAsync();
        await al.WriteAsync("away/serverless.yml", "service: away\nprovider: {name: aws}\nfunctions: {a: {handler: a.b}}\n", role: RepositoryRole.Functions);

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"away"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("aws"));
    }

    [Test]
    public async Task Post_CommitThatTheActualizerRefused_Is422WithItsReasons()
    {
        await using var al = await StartAsync();
        var status = new EnvironmentStatus
        {
            Producer = al.Place.Key.Producer,
            Project = al.Place.Key.Project,
            Environment = al.Place.Key.Environment,
            Revision = al.Place.Revision,
            State = ReconcileState.Refused,
            Reason = "InvalidDocument",
            Message = "The last valid state keeps running.",
            Problems = [new Problem("functions/hello/serverless.yml", "$.provider.runtime", "There is no runtime 'nodejs0'.")],
            Since = DateTimeOffset.UtcNow,
            ObservedAt = DateTimeOffset.UtcNow,
        };
        (await al.World.Client.PutAsJsonAsync($"{Environment}/status", status, ApiJson.Default.EnvironmentStatus)).EnsureSuccessStatusCode();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string?)(await answer.ReadJsonAsync())!["problems"]![0]!["reason"], Is.EqualTo("There is no runtime 'nodejs0'."));
    }

    [Test]
    public async Task Post_CommitThatIsInvalid_Is422WithEveryReason()
    {
        await using var al = await StartAsync();
        var commit = await al.World.Forge.CommitAsync(
            "customer-al", "functions", [ForgeFile.Text("bad/serverless.yml", "a: b\nprovider: 7\n")], "Push");
        await Eventually.That(() => al.Place.Revision.Functions, Is.EqualTo(commit));

        using var answer = await al.World.Client.SendAsync(HttpMethod.Post, Deploy, """{"name":"hello"}""");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((await answer.ReadJsonAsync())!["problems"]!.AsArray(), Has.Count.EqualTo(2));
    }

    private static async Task<EditableEnvironment> StartAsync()
    {
        var al = await EditableEnvironment.StartAsync();
        await al.EditAsync(
            draft =>
            {
                draft.Write("hello/serverless.yml", Commented);
                draft.Write("hello/handler.js", "exports.h = 1;");
                return new("Begin");
            },
            role: RepositoryRole.Functions);
        return al;
    }
}
