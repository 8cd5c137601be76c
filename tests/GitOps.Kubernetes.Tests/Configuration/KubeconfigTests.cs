using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing;

namespace GitOps.Kubernetes.Tests.Configuration;

[TestFixture]
public sealed class KubeconfigTests
{
    private const string Two = """
        apiVersion: v1
        kind: Config
        current-context: b
        contexts:
        - name: a
          context: {cluster: ca, user: ua, namespace: na}
        - name: b
          context: {cluster: cb, user: ub}
        clusters:
        - {name: ca, cluster: {server: "https://a.example:6443", tls-server-name: inner, proxy-url: "socks5://p.example:1080"}}
        - {name: cb, cluster: {server: "https://b.example/under/path", insecure-skip-tls-verify: true}}
        users:
        - {name: ua, user: {token: token-a}}
        - {name: ub, user: {username: admin, password: secret-b}}
        """;

    private TemporaryDirectory _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryDirectory("kubeconfig");

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Load_CurrentContext_IsTaken()
    {
        var configuration = Load(_folder.Write("config", Two));

        Assert.That(configuration.Server, Is.EqualTo(new Uri("https://b.example/under/path")));
        Assert.That(configuration, Has.Property("SkipTlsVerify").True.And.Property("Namespace").EqualTo("default").And.Property("UserName").EqualTo("admin"));
    }

    [Test]
    public void Load_NamedContext_IsTaken()
    {
        var configuration = Load(_folder.Write("config", Two), "a");

        Assert.That(configuration.Server.Host, Is.EqualTo("a.example"));
        Assert.That(configuration, Has.Property("Namespace").EqualTo("na").And.Property("TlsServerName").EqualTo("inner").And.Property("SkipTlsVerify").False);
        Assert.That(configuration.ProxyUrl, Is.EqualTo(new Uri("socks5://p.example:1080")));
    }

    [Test]
    public void Load_UnknownContext_NamesThoseThereAre() => Assert.That(
        () => Load(_folder.Write("config", Two), "c"), Throws.InstanceOf<KubeconfigException>().With.Message.Contains("no context c").And.Message.Contains("a, b"));

    [Test]
    public void Load_Json_IsRead() => Assert.That(
        Load(_folder.Write("config", """{"current-context":"x","contexts":[{"name":"x","context":{"cluster":"x"}}],"clusters":[{"name":"x","cluster":{"server":"http://127.0.0.1:1"}}]}""")).Server.Port,
        Is.EqualTo(1));

    [Test]
    public void Load_SeveralFiles_FirstCountsPerName()
    {
        var first = _folder.Write("first", """
            contexts: [{name: b, context: {cluster: cb, user: ua}}]
            clusters: [{name: cb, cluster: {server: "https://first.example"}}]
            """);
        var second = _folder.Write("second", Two);

        var merged = LoadVariable($"{first}:{_folder["missing"]}:{second}");

        Assert.That(merged.Server.Host, Is.EqualTo("first.example"));
        Assert.That(merged.SkipTlsVerify, Is.False, "an entry is taken whole from the first file that has it");
        Assert.That(merged.UserName, Is.Null, "the user is the second file's ua");
    }

    [Test]
    public void Load_NoFileThere_SaysWhich() => Assert.That(
        () => LoadVariable(_folder["missing"]), Throws.InstanceOf<KubeconfigException>().With.Message.Contains(_folder["missing"]));

    [Test]
    public void Load_NothingNamed_TakesHomesOwn()
    {
        _folder.Write(".kube/config", Two);

        var configuration = KubeconfigLoader.Load(null, name => name == "HOME" ? _folder.Path : null).Resolve(null);

        Assert.That(configuration.Server.Host, Is.EqualTo("b.example"));
    }

    [Test]
    public void Load_RelativePaths_StartFromTheirOwnFile()
    {
        using var authority = LoopbackCertificates.CreateAuthority("relative");
        _folder.Write("one/pki/ca.crt", authority.ExportCertificatePem());
        var one = _folder.Write("one/config", """
            current-context: x
            contexts: [{name: x, context: {cluster: x, user: x}}]
            clusters: [{name: x, cluster: {server: "https://x.example", certificate-authority: pki/ca.crt}}]
            """);
        var two = _folder.Write("two/config", """
            users: [{name: x, user: {tokenFile: token, exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/plugin, args: [a, b]}}}]
            """);

        var configuration = LoadVariable($"{one}:{two}");

        Assert.That(configuration.CertificateAuthorities![0].Thumbprint, Is.EqualTo(authority.Thumbprint));
        Assert.That(configuration.TokenFile, Is.EqualTo(_folder["two", "token"]));
        Assert.That(configuration.Exec!.Command, Is.EqualTo(_folder["two", "bin", "plugin"]));
    }

    [Test]
    public void Load_ExecCommandWithoutFolder_IsLeftToPath()
    {
        var configuration = Load(_folder.Write("config", Exec("command: kubelogin")));

        Assert.That(configuration.Exec!.Command, Is.EqualTo("kubelogin"));
    }

    [TestCase("command: x, interactiveMode: Always", "terminal")]
    [TestCase("args: [x]", "no command")]
    public void Load_ExecThatCannotWork_SaysWhy(string exec, string reason) => Assert.That(
        () => Load(_folder.Write("config", Exec(exec))), Throws.InstanceOf<KubeconfigException>().With.Message.Contains(reason));

    [Test]
    public void Load_ExecOfUnknownVersion_SaysWhichAreKnown() => Assert.That(
        () => Load(_folder.Write("config", Exec("command: x").Replace("k8s.io/v1", "k8s.io/v1alpha1"))),
        Throws.InstanceOf<KubeconfigException>().With.Message.Contains("v1beta1"));

    [Test]
    public void Load_InlineData_GoesBeforeFile()
    {
        using var authority = LoopbackCertificates.CreateAuthority("inline");
        using var client = TestCertificates.ForClient(authority, "me", "us");
        var configuration = Load(_folder.Write("config", $$"""
            current-context: x
            contexts: [{name: x, context: {cluster: x, user: x} }]
            clusters: [{name: x, cluster: {server: "https://x.example", certificate-authority: missing, certificate-authority-data: {{Base64(authority.ExportCertificatePem())}} } }]
            users: [{name: x, user: {client-certificate-data: {{Base64(client.ExportCertificatePem())}}, client-key-data: {{Base64(TestCertificates.KeyPem(client))}} } }]
            """));

        Assert.That(configuration.CertificateAuthorities![0].Thumbprint, Is.EqualTo(authority.Thumbprint));
        Assert.That(configuration.ClientCertificate, Has.Property("Thumbprint").EqualTo(client.Thumbprint).And.Property("HasPrivateKey").True);
    }

    [TestCase("client-certificate-data: eA==", "without its key")]
    [TestCase("client-key-data: eA==", "without its certificate")]
    [TestCase("client-certificate-data: '%', client-key-data: eA==", "no base64")]
    [TestCase("client-certificate-data: eA==, client-key-data: eA==", "no matching PEM pair")]
    [TestCase("client-certificate: missing.crt, client-key: missing.key", "missing.crt")]
    [TestCase("auth-provider: {name: gcp}", "gcp")]
    public void Load_UserThatCannotWork_SaysWhy(string user, string reason) => Assert.That(
        () => Load(_folder.Write("config", User(user))), Throws.InstanceOf<KubeconfigException>().With.Message.Contains(reason));

    [TestCase("current-context: [")]
    [TestCase("- a\n- b")]
    [TestCase("users: [{name: x, user: {token: very-secret}}")]
    public void Load_NoKubeconfig_SaysWhereAndQuotesNothing(string content)
    {
        var error = Assert.Throws<KubeconfigException>(() => Load(_folder.Write("config", content)));

        Assert.That(error.ToString(), Does.Contain(_folder["config"]).And.Not.Contain("very-secret"));
    }

    [Test]
    public void Load_Impersonation_BecomesHeaders()
    {
        var configuration = Load(_folder.Write("config", User("as: jane, as-uid: '7', as-groups: [g1, g2], as-user-extra: {scope/x: [v]}")));

        Assert.That(configuration.ImpersonationHeaders.Select(header => $"{header.Key}: {header.Value}"), Is.EqualTo([
            "Impersonate-User: jane", "Impersonate-Uid: 7", "Impersonate-Group: g1", "Impersonate-Group: g2", "Impersonate-Extra-scope%2Fx: v"]));
    }

    [Test]
    public void ToString_WithSecrets_ShowsNone()
    {
        var a = Load(_folder.Write("config", Two), "a");
        var b = Load(_folder.Write("config", Two), "b");

        Assert.That($"{a}{b}", Does.Not.Contain("token-a").And.Not.Contain("secret-b"));
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(text));

    private static string User(string user) => $$"""
        current-context: x
        contexts: [{name: x, context: {cluster: x, user: x} }]
        clusters: [{name: x, cluster: {server: "https://x.example"} }]
        users: [{name: x, user: { {{user}} } }]
        """;

    private static string Exec(string exec) => User($"exec: {{apiVersion: client.authentication.k8s.io/v1, {exec}}}");

    private static KubernetesClientConfiguration Load(string path, string? context = null) => KubeconfigLoader.Load(path, _ => null).Resolve(context);

    private static KubernetesClientConfiguration LoadVariable(string value) => KubeconfigLoader.Load(null, name => name == "KUBECONFIG" ? value : null).Resolve(null);
}
