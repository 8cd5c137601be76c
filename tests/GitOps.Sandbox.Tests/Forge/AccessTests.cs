using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace GitOps.Sandbox.Tests.Forge;

internal sealed class AccessTests : ForgeFixture
{
    [SetUp]
    public async Task PushAFile()
    {
        var git = await WorkingCopyAsync();
        git.Write("a", "1");
        await git.CommitAsync("first");
        await git.RunAsync("push", "-q", "origin", "main");
        Server.Forge.CreateUser("bo", Password);
    }

    [TestCase("token as password", "al:{token}")]
    [TestCase("token as user", "{token}:x-oauth-basic")]
    [TestCase("password", "al:a%20long%20password")]
    public async Task Clone_WithAnyOfTheOwnersCredentials_Works(string what, string credentials)
    {
        var git = await WorkingCopyAsync($"http://{credentials.Replace("{token}", AlsToken, StringComparison.Ordinal)}@{Server.Url.Authority}/al/dev");

        await git.RunAsync("pull", "-q", "origin", "main");

        Assert.That(File.Exists(Path.Combine(git.Directory, "a")), what);
    }

    [TestCase("evil.example", null)]
    [TestCase("127.0.0.1:3000", "http://evil.example")]
    public async Task Request_OfAPageOfTheWeb_IsRefused(string host, string? origin)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Server.Url}api/v1/version") { Headers = { Host = host } };
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var response = await http.SendAsync(request);

        Assert.That((int)response.StatusCode, Is.EqualTo(403));
    }

    [Test]
    public async Task Clone_OfPrivateRepositoryByNobody_IsAskedToSignIn()
    {
        using var http = new HttpClient();

        using var response = await http.GetAsync($"{Server.Url}al/dev.git/info/refs?service=git-upload-pack");

        Assert.That((int)response.StatusCode, Is.EqualTo(401));
        Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Basic"));
    }

    [Test]
    public async Task Clone_OfPrivateRepositoryByStranger_FindsNothing()
    {
        var git = await WorkingCopyAsync(CloneUrl(user: "bo", password: Password));

        var (code, output) = await git.TryAsync("pull", "origin", "main");

        Assert.That(code, Is.Not.Zero);
        Assert.That(output, Does.Contain("not found"));
    }

    [Test]
    public async Task Push_ByReader_IsRefusedAndChangesNothing()
    {
        using var given = await Admin.PutAsync("repos/al/dev/collaborators/bo", new StringContent("{\"permission\":\"read\"}", new MediaTypeHeaderValue("application/json")));
        var before = Server.Forge.Head("al", "dev");
        var git = await WorkingCopyAsync(CloneUrl(user: "bo", password: Password));
        await git.RunAsync("pull", "-q", "origin", "main");
        git.Write("a", "2");
        await git.CommitAsync("not mine");

        var (code, _) = await git.TryAsync("push", "origin", "main");

        Assert.That(code, Is.Not.Zero);
        Assert.That(Server.Forge.Head("al", "dev"), Is.EqualTo(before));
    }

    [Test]
    public async Task Push_WithReadToken_IsRefused()
    {
        var git = await WorkingCopyAsync(CloneUrl(password: Server.Forge.CreateToken("al", "reader", "read:repository")));
        await git.RunAsync("pull", "-q", "origin", "main");
        git.Write("a", "2");
        await git.CommitAsync("second");

        var (code, output) = await git.TryAsync("push", "origin", "main");

        Assert.That(code, Is.Not.Zero);
        Assert.That(output, Does.Contain("403"));
    }

    [TestCase("/al/..%2f..%2fseed.git/info/refs?service=git-upload-pack")]
    [TestCase("/al/%2e%2e/%2e%2e/info/refs?service=git-upload-pack")]
    [TestCase("/al/0000/1.git/info/refs?service=git-upload-pack")]
    [TestCase("/../../etc/info/refs?service=git-upload-pack")]
    [TestCase("/al/dev.git/objects/info/packs")]
    [TestCase("/al/dev.git/HEAD")]
    [TestCase("/al/dev.git/info/refs?service=git-upload-archive")]
    public async Task Request_ForWhatIsNoRepository_IsRefused(string path)
    {
        // HttpClient would tidy the path up before sending it.
        using var socket = new TcpClient();
        await socket.ConnectAsync(Server.Url.Host, Server.Url.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {Server.Url.Authority}\r\nAuthorization: token {Server.AdminToken}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);

        var answer = await reader.ReadToEndAsync();

        Assert.That(answer, Does.Match("^HTTP/1.1 (404|403|400)"));
    }

    [Test]
    public async Task DeletedUser_CanNoLongerSignIn()
    {
        using var deleted = await Admin.DeleteAsync("admin/users/al?purge=true");
        using var al = Client("token", AlsToken);

        using var response = await al.GetAsync("user");

        Assert.That(((int)deleted.StatusCode, (int)response.StatusCode), Is.EqualTo((204, 401)));
    }
}
