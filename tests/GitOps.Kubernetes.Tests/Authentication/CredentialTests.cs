using GitOps.Kubernetes.Authentication;
using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing;

namespace GitOps.Kubernetes.Tests.Authentication;

[TestFixture]
public sealed class CredentialTests : ClusterTest
{
    private static readonly ObjectReference Default = new("v1", "Namespace", "", "default");

    private TemporaryDirectory _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryDirectory("credentials");

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void GetAsync_WrongToken_SaysUnauthorizedWithoutTheToken()
    {
        using var client = Connect(token: "sentinel-secret");

        var error = Assert.ThrowsAsync<UnauthorizedException>(() => client.GetAsync(Default));

        Assert.That(error.ToString(), Does.Not.Contain("sentinel-secret"));
    }

    [Test]
    public async Task GetAsync_TokenFileRewrittenAfterRefusal_ReadsItAgain()
    {
        var file = _folder.Write("token", "stale");
        using var client = Connect(tokenFile: file);
        Assert.That(() => client.GetAsync(Default), Throws.InstanceOf<UnauthorizedException>());

        await File.WriteAllTextAsync(file, Server.Token + "\n");

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
    }

    [Test]
    public async Task GetAsync_TokenFileRewritten_IsReadAfterAMinute()
    {
        var time = new ManualTime();
        var file = _folder.Write("token", "one");
        await using var server = await FakeApiServer.StartAsync(context => { context.Response.StatusCode = 404; return Task.CompletedTask; });
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = server.Url, TokenFile = file }, time);
        await client.FindAsync(Map("x"));
        await File.WriteAllTextAsync(file, "two");
        await client.FindAsync(Map("x"));
        time.Advance(TimeSpan.FromSeconds(61));
        await client.FindAsync(Map("x"));

        Assert.That(server.Requests.Where(request => request.Target != "/api/v1").Select(request => request.Authorization), Is.EqualTo(["Bearer one", "Bearer one", "Bearer two"]));
    }

    [Test]
    public async Task GetAsync_TokenFileVanishes_KeepsWhatWorked()
    {
        var time = new ManualTime();
        var file = _folder.Write("token", Server.Token);
        using var client = Connect(tokenFile: file, time: time);
        await client.GetAsync(Default);
        File.Delete(file);
        time.Advance(TimeSpan.FromMinutes(2));

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
    }

    [Test]
    public void GetAsync_TokenFileMissing_SaysWhich()
    {
        using var client = Connect(tokenFile: _folder["missing"]);

        Assert.That(() => client.GetAsync(Default), Throws.InstanceOf<CredentialException>().With.Message.Contains(_folder["missing"]));
    }

    [Test]
    public async Task InCluster_FolderAndEnvironmentOfAPod_Connects()
    {
        _folder.Write("token", Server.Token);
        _folder.Write("namespace", "mine\n");
        File.Copy(Server.CaCertificatePath, _folder["ca.crt"]);
        var environment = new Dictionary<string, string> { ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1", ["KUBERNETES_SERVICE_PORT"] = $"{Server.Url.Port}" };

        using var client = new KubernetesClient(InClusterConfiguration.Load(environment.GetValueOrDefault, _folder.Path));

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
        Assert.That(client.DefaultNamespace, Is.EqualTo("mine"));
    }

    [Test]
    public void InCluster_NoPod_SaysSo() => Assert.That(
        () => InClusterConfiguration.Load(_ => null, _folder.Path), Throws.InstanceOf<KubeconfigException>().With.Message.Contains("this is no pod"));

    [Test]
    public async Task GetAsync_Impersonating_ActsAsThatUser()
    {
        using var client = Connect(token: Server.Token, impersonation: new Impersonation("nobody-special"));

        Assert.That(() => client.ListAsync(ConfigMap, Namespace), Throws.InstanceOf<ForbiddenException>().With.Message.Contains("nobody-special"));
        Assert.That(await Client.FindAsync(Default), Is.Not.Null);
    }

    [TestCase("client.authentication.k8s.io/v1")]
    [TestCase("client.authentication.k8s.io/v1beta1")]
    public async Task GetAsync_ExecPlugin_IsAskedOnceForManyRequests(string version)
    {
        using var client = Connect(exec: Plugin($$"""
            echo run >> "$RUNS"
            case "$KUBERNETES_EXEC_INFO" in *'"apiVersion":"{{version}}"'*'"interactive":false'*) ;; *) exit 7;; esac
            cat
            echo '{"kind":"ExecCredential","apiVersion":"{{version}}","status":{"token":"'"$1"'"} }'
            """, version));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetAsync(Default)));

        Assert.That(Runs, Is.EqualTo(1));
    }

    [Test]
    public async Task GetAsync_ExecCredentialExpires_AsksAgain()
    {
        var time = new ManualTime();
        using var client = Connect(time: time, exec: Plugin("""
            echo run >> "$RUNS"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'"$1"'","expirationTimestamp":"2030-01-01T01:00:00Z"} }'
            """));
        await client.GetAsync(Default);
        time.Advance(TimeSpan.FromMinutes(59));
        await client.GetAsync(Default);
        Assert.That(Runs, Is.EqualTo(1));

        time.Advance(TimeSpan.FromMinutes(1));
        await client.GetAsync(Default);

        Assert.That(Runs, Is.EqualTo(2));
    }

    [Test]
    public async Task GetAsync_ExecTokenRefused_AsksAgain()
    {
        using var client = Connect(exec: Plugin("""
            echo run >> "$RUNS"
            if [ $(wc -l < "$RUNS") -eq 1 ]; then token=stale; else token=$1; fi
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'$token'"} }'
            """));

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
        Assert.That(Runs, Is.EqualTo(2));
    }

    [TestCase("echo broken >&2; exit 3", "ended with 3: broken")]
    [TestCase("echo sentinel-secret", "cannot be read")]
    [TestCase("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"sentinel-secret"} }'""", "v1beta1")]
    [TestCase("""echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{} }'""", "neither a token nor a certificate")]
    [TestCase("sleep 60", "did not end within")]
    public void GetAsync_ExecPluginFails_SaysHowWithoutItsOutput(string script, string reason)
    {
        using var client = Connect(exec: Plugin(script, timeout: TimeSpan.FromSeconds(1)));

        var error = Assert.ThrowsAsync<CredentialException>(() => client.GetAsync(Default));

        Assert.That(error.ToString(), Does.Contain(reason).And.Not.Contain("sentinel-secret"));
    }

    [Test]
    public void GetAsync_ExecPluginMissing_ShowsInstallHint()
    {
        using var client = Connect(exec: new ExecPlugin { Command = _folder["missing"], ApiVersion = "client.authentication.k8s.io/v1", InstallHint = "install it so" });

        Assert.That(() => client.GetAsync(Default), Throws.InstanceOf<CredentialException>().With.Message.Contains("install it so"));
    }

    [Test]
    public async Task GetAsync_ExecPluginWithClusterInfo_IsTold()
    {
        var plugin = Plugin("""
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$RUNS"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'"$1"'"} }'
            """, cluster: new ExecCluster { Server = "https://x.example", Config = new System.Text.Json.Nodes.JsonObject { ["audience"] = "a" } });
        using var client = Connect(exec: plugin);

        await client.GetAsync(Default);

        Assert.That(await File.ReadAllTextAsync(_folder["runs"]), Does.Contain("\"server\":\"https://x.example\"").And.Contain("\"audience\":\"a\""));
    }

    private int Runs => File.ReadAllLines(_folder["runs"]).Length;

    private ExecPlugin Plugin(string script, string version = "client.authentication.k8s.io/v1", TimeSpan? timeout = null, ExecCluster? cluster = null)
    {
        var path = _folder.Write("plugin", script + "\n");
        return new ExecPlugin
        {
            Command = "sh",
            Arguments = [path, Server.Token],
            Environment = [KeyValuePair.Create("RUNS", _folder["runs"])],
            ApiVersion = version,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
            Cluster = cluster,
        };
    }

    private KubernetesClient Connect(string? token = null, string? tokenFile = null, ExecPlugin? exec = null, Impersonation? impersonation = null, TimeProvider? time = null) =>
        new(new KubernetesClientConfiguration
        {
            Server = Server.Url,
            CertificateAuthorities = [Server.CaCertificate],
            Token = token,
            TokenFile = tokenFile,
            Exec = exec,
            Impersonation = impersonation,
        }, time);
}
