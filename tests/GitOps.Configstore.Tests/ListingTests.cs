using System.Net;
using System.Net.Http.Json;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Api;
using GitOps.Model.Names;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Configstore.Tests;

/// <summary>Lists of 10,000 producers, page by page.</summary>
public sealed class ListingTests
{
    private const int Producers = 10_000;

    private GiteaAndConfigstore _world = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _world = await GiteaAndConfigstore.StartAsync(("SCAN_INTERVAL", "3600"), ("FULL_SCAN_INTERVAL", "3600"));
        for (var i = 0; i < Producers; i++) Put($"p{i:d5}", "1");
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _world.DisposeAsync();

    [Test]
    public async Task Environments_PageByPage_GivesEachOnceInOrder()
    {
        var (pages, keys) = await ReadAllAsync(() => Task.CompletedTask);

        Assert.That(keys, Has.Count.EqualTo(Producers).And.Ordered.And.Unique);
        Assert.That(pages.Select(page => page.Listing).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Environments_RegistryChangingBetweenPages_StaysOneListing()
    {
        var change = 0;
        var (pages, keys) = await ReadAllAsync(() =>
        {
            Put($"p{change:d5}", $"{2 + change++}");
            return Task.CompletedTask;
        });

        Assert.That(keys, Has.Count.EqualTo(Producers).And.Unique);
        Assert.That(pages.Select(page => page.Listing).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public async Task Environments_CursorOfAForgottenListing_NamesAnother()
    {
        var page = await _world.Client.GetFromJsonAsync("/environments?limit=10&after=gone-1~p00005%2Fmain%2Fdev", ApiJson.Default.EnvironmentPage);

        Assert.That(page!.Listing, Is.Not.EqualTo("gone-1"));
    }

    [Test]
    public async Task Environments_Unchanged_Is304()
    {
        using var first = await _world.Client.GetAsync("/environments?limit=10");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/environments?limit=10");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await _world.Client.SendAsync(request);

        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1001")]
    [TestCase("many")]
    public async Task Lists_LimitOutOfRange_Are400(string limit)
    {
        foreach (var path in (string[])["/environments", "/producers", "/status"])
        {
            using var answer = await _world.Client.GetAsync($"{path}?limit={limit}");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), path);
        }
    }

    [Test]
    public async Task NeverAgain3_ProducersWithoutLimit_IsTheWholeList()
    {
        var all = await _world.Client.GetFromJsonAsync<List<Dictionary<string, object>>>("/api/producers");

        Assert.That(all, Has.Count.EqualTo(Producers));
    }

    [Test]
    public async Task Producers_FollowingLinks_GivesEachOnce()
    {
        var names = new List<string>();
        for (var next = "/producers?limit=700"; next is not null;)
        {
            using var answer = await _world.Client.GetAsync(next);
            Assert.That(answer.Headers.GetValues("X-Total-Count"), Is.EqualTo(new[] { $"{Producers}" }));
            names.AddRange((await answer.Content.ReadFromJsonAsync<List<Named>>())!.Select(producer => producer.Name));
            next = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.That(names, Has.Count.EqualTo(Producers).And.Unique);
    }

    private async Task<(List<EnvironmentPage> Pages, List<string> Keys)> ReadAllAsync(Func<Task> between)
    {
        var (pages, keys) = (new List<EnvironmentPage>(), new List<string>());
        for (var after = ""; after is not null;)
        {
            var page = (await _world.Client.GetFromJsonAsync($"/environments?limit=1000&after={Uri.EscapeDataString(after)}", ApiJson.Default.EnvironmentPage))!;
            pages.Add(page);
            keys.AddRange(page.Items.Select(head => head.Key.ToString()));
            after = page.Next;
            await between();
        }
        return (pages, keys);
    }

    private void Put(string name, string digit) => _world.Configstore.Services.GetRequiredService<ProducerRegistry>().Update(
        ProducerName.Parse(name),
        _ => new ProducerState
        {
            Name = ProducerName.Parse(name),
            UserId = 1,
            Dev = new RepositoryState(1, "dev", "main", digit.PadLeft(40, 'a')),
            Functions = new RepositoryState(2, "functions", "main", digit.PadLeft(40, 'b')),
        });

    private sealed record Named(string Name);
}
