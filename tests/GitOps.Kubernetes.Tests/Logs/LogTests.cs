using System.Threading.Channels;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Logs;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing;
using Microsoft.AspNetCore.Http;

namespace GitOps.Kubernetes.Tests.Logs;

[TestFixture]
public sealed class LogTests
{
    [Test]
    public async Task OpenLogAsync_Follow_GivesLinesAsTheyAreWritten()
    {
        var lines = Channel.CreateUnbounded<string>();
        await using var server = await FakeApiServer.StartAsync(async context =>
        {
            await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(line + "\n");
                await context.Response.Body.FlushAsync();
            }
        });
        using var client = Connect(server);
        var opening = client.OpenLogAsync("ns", "pod", new LogOptions { Follow = true });
        await Consistently.That(() => opening.IsCompleted, Is.False, "a pod that says nothing is waited for beyond the request timeout");

        lines.Writer.TryWrite("one");
        using var log = new StreamReader(await opening);
        Assert.That(await log.ReadLineAsync(), Is.EqualTo("one"));
        lines.Writer.TryWrite("two");
        Assert.That(await log.ReadLineAsync(), Is.EqualTo("two"));
        lines.Writer.Complete();
        Assert.That(await log.ReadLineAsync(), Is.Null);
    }

    [Test]
    public async Task OpenLogAsync_Disposed_EndsTheRequest()
    {
        var ended = new TaskCompletionSource();
        await using var server = await FakeApiServer.StartAsync(async context =>
        {
            context.RequestAborted.Register(ended.SetResult);
            await context.Response.WriteAsync("one\n");
            await context.Response.Body.FlushAsync();
            await ended.Task;
        });
        using var client = Connect(server);
        var log = await client.OpenLogAsync("ns", "pod", new LogOptions { Follow = true });

        await log.DisposeAsync();

        await Eventually.That(() => ended.Task.IsCompleted, "the server sees the client leave");
    }

    [Test]
    public async Task OpenLogAsync_Options_BecomeTheQuery()
    {
        await using var server = await FakeApiServer.StartAsync(context => context.Response.WriteAsync("x"));
        using var client = Connect(server);
        var options = new LogOptions { Container = "main", Follow = true, TailLines = 10, Since = TimeSpan.FromMinutes(1), LimitBytes = 100, Timestamps = true, Previous = true };

        await using (await client.OpenLogAsync("ns", "pod", options))
        {
            Assert.That(server.Requests[^1].Target, Is.EqualTo(
                "/api/v1/namespaces/ns/pods/pod/log?container=main&follow=true&tailLines=10&sinceSeconds=60&limitBytes=100&timestamps=true&previous=true"));
        }
    }

    [Test]
    public async Task OpenLogAsync_NoSuchContainer_SaysSo()
    {
        await using var server = await FakeApiServer.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"kind":"Status","message":"container x is not valid for pod pod","reason":"BadRequest","code":400}""");
        });
        using var client = Connect(server);

        Assert.That(() => client.OpenLogAsync("ns", "pod"), Throws.InstanceOf<InvalidException>().With.Message.Contains("read the log of Pod ns/pod").And.Message.Contains("container x"));
    }

    private static KubernetesClient Connect(FakeApiServer server) => new(new KubernetesClientConfiguration { Server = server.Url, RequestTimeout = TimeSpan.FromMilliseconds(500) });
}
