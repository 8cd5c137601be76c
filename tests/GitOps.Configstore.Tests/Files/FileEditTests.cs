using System.Net;
using GitOps.Configstore.Tests.World;

namespace GitOps.Configstore.Tests.Files;

/// <summary>Several files in one commit, or none of them.</summary>
public sealed class FileEditTests
{
    private const string Files = "/producers/al/envs/dev/files";

    [Test]
    public async Task Patch_SeveralFiles_IsOneCommit()
    {
        await using var al = await EditableEnvironment.StartAsync();

        using var answer = await al.World.Client.SendAsync(
            HttpMethod.Patch,
            Files,
            """{"dev/server/a.js":"// a","b.bin":{"content":"AP8=","encoding":"base64"},"server/index.js":null}""",
            $"\"{al.Place.Revision}\"");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
        Assert.That(answer.Headers.ETag!.Tag, Is.EqualTo($"\"{al.Place.Revision}\""));
        Assert.That(await al.World.Client.GetByteArrayAsync($"{Files}/dev/b.bin"), Is.EqualTo(new byte[] { 0, 255 }));
        Assert.That(await al.ReadAsync("server/a.js"), Is.EqualTo("// a"));
        using var deleted = await al.World.Client.GetAsync($"{Files}/dev/server/index.js");
        Assert.That(deleted.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        var history = await al.HistoryAsync();
        Assert.That(history, Has.Count.EqualTo(2));
        Assert.That(history[0].Details.Message.TrimEnd(), Is.EqualTo("Write server/a.js, b.bin; Delete server/index.js"));
    }

    [Test]
    public async Task Patch_Functions_GoesToThatRepository()
    {
        await using var al = await EditableEnvironment.StartAsync();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Files, """{"functions/hello/serverless.yml":"service: hello\n"}""", "*");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
        Assert.That(await al.ReadAsync("hello/serverless.yml", "functions"), Is.EqualTo("service: hello\n"));
    }

    [Test]
    public async Task Patch_MissingOrStaleRevision_IsRefusedWithTheCurrentOne()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var first = al.Place.Revision;
        await al.WriteAsync("other.txt", "x");

        foreach (var ifMatch in new[] { null, $"\"{first}\"", "\"something\"" })
        {
            using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Files, """{"a":"b"}""", ifMatch);
            Assert.That(answer.StatusCode, Is.EqualTo(ifMatch is null ? HttpStatusCode.PreconditionRequired : HttpStatusCode.PreconditionFailed), ifMatch);
            Assert.That(answer.Headers.ETag!.Tag, Is.EqualTo($"\"{al.Place.Revision}\""), ifMatch);
        }
    }

    [TestCase("{}", "names no file")]
    [TestCase("[]", "must be a JSON object")]
    [TestCase("""{"dev/a":"x","functions/b":"y"}""", "both repositories")]
    [TestCase("""{"dev/a":"x","a":"y"}""", "named twice")]
    [TestCase("""{"dev/../a":"x"}""", "no path of a file")]
    [TestCase("""{"../a":"x"}""", "no path of a file")]
    [TestCase("""{"/etc/passwd":"x"}""", "no path of a file")]
    [TestCase("""{"a":1}""", "expected the file's text")]
    [TestCase("""{"a":{"content":"%","encoding":"base64"}}""", "not base64")]
    [TestCase("""{"a":{"content":"x","encoding":"rot13"}}""", "encoding must be")]
    public async Task Patch_BodyThatIsNone_Is400(string body, string reason)
    {
        await using var al = await EditableEnvironment.StartAsync();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Files, body, "*");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((string)(await answer.ReadJsonAsync())!["detail"]!, Does.Contain(reason));
    }

    [Test]
    public async Task Patch_InvalidDocumentAmongOthers_ChangesNone()
    {
        await using var al = await EditableEnvironment.StartAsync();

        using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Files, """{"a.txt":"x","server/datasources.json":"{"}""", "*");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        Assert.That((string)(await answer.ReadJsonAsync())!["problems"]![0]!["file"]!, Is.EqualTo("dev/server/datasources.json"));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Patch_FiftyWritersWhoTryAgainOn412_LoseNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            for (var revision = $"\"{al.Place.Revision}\""; ;)
            {
                using var answer = await al.World.Client.SendAsync(HttpMethod.Patch, Files, $$"""{"file{{number}}.txt":"{{number}}"}""", revision);
                if (answer.StatusCode == HttpStatusCode.NoContent) return;
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
                revision = answer.Headers.ETag!.Tag;
            }
        }));

        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(51));
        foreach (var number in Enumerable.Range(0, 50)) Assert.That(await al.ReadAsync($"file{number}.txt"), Is.EqualTo($"{number}"));
    }
}
