using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Tests.Recordings;
using GitOps.Gitea.Tests.Servers;
using Microsoft.AspNetCore.Http;

namespace GitOps.Gitea.Tests.Http;

public sealed class RedirectTests
{
    private static readonly RepositoryName Old = new("customer-al", "functions");

    [Test]
    public async Task Get_RenamedRepository_FollowsWithTheCredential([Values(301, 302, 307, 308)] int status)
    {
        var credentials = new List<string?>();
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            credentials.Add(context.Request.Headers.Authorization);
            if (context.Request.Path.Value!.EndsWith("/functions", StringComparison.Ordinal))
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "/api/v1/repos/customer-al/fns";
                return;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Recording.Named("227-repo-rename-200").BodyText);
        });
        using var client = TestClient.For(server.Url);

        var repository = await client.Repositories.GetAsync(Old, default);

        Assert.That(repository.FullName, Is.EqualTo(new RepositoryName("customer-al", "fns")));
        Assert.That(credentials, Is.EqualTo(new[] { $"token {TestClient.Token}", $"token {TestClient.Token}" }));
    }

    [Test]
    public async Task Get_RedirectToAnotherOrigin_IsRefusedAndTheCredentialStays()
    {
        await using var thief = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(new Uri(thief.Url, context.Request.Path.Value).AbsoluteUri);
            return Task.CompletedTask;
        });
        using var client = TestClient.For(server.Url);

        Assert.ThrowsAsync<GiteaProtocolException>(() => client.Repositories.GetAsync(Old, default));
        Assert.That(thief.Requests, Is.Empty);
    }

    [Test]
    public async Task Get_RedirectsInACircle_IsRefused()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(context.Request.Path.Value!);
            return Task.CompletedTask;
        });
        using var client = TestClient.For(server.Url);

        Assert.ThrowsAsync<GiteaProtocolException>(() => client.Repositories.GetAsync(Old, default));
        Assert.That(server.Requests, Has.Count.LessThan(10));
    }

    [Test]
    public async Task Write_RenamedRepository_IsRefused()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect("/api/v1/repos/customer-al/fns");
            return Task.CompletedTask;
        });
        using var client = TestClient.For(server.Url);

        Assert.ThrowsAsync<GiteaProtocolException>(() => client.Repositories.EditAsync(Old, new RepositoryEdit { Description = "x" }, default));
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }
}
