using System.Net;
using System.Text.Json.Nodes;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.Schemas;

/// <summary>The schemas at their URLs.</summary>
public sealed class SchemaRoutesTests
{
    [Test]
    public async Task Schemas_EveryListedOne_IsServedWhereItsIdSays()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var client = al.World.Client;

        var items = JsonNode.Parse(await client.GetStringAsync("/schemas/"))!["items"]!.AsArray();

        Assert.That(items.Select(item => (string)item!["name"]!), Is.SupersetOf(new[] { "lunchbadger", "project", "model", "model-config", "datasources", "serverless", "environment" }));
        foreach (var item in items)
        {
            var url = (string)item!["url"]!;
            using var answer = await client.GetAsync(url);
            Assert.That((string)(await answer.ReadJsonAsync())!["$id"]!, Is.EqualTo(url));
            Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/schema+json"));
            using var again = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, url) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } });
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        }
        using var unknown = await client.GetAsync("/schemas/pets.json");
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
