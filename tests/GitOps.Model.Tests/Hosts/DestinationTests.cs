using System.Text.Json.Nodes;
using GitOps.Model.Validation;

namespace GitOps.Model.Tests.Hosts;

/// <summary>What a tenant may write into a document to reach what is not its own: each was once let through.</summary>
public sealed class DestinationTests
{
    [TestCase("http://ｇateway-bo-dev-shop:9876", TestName = "full width")]
    [TestCase("http://gate\u00ADway-bo-dev-shop:9876", TestName = "soft hyphen")]
    [TestCase("http://gate\u200Bway-bo-dev-shop:9876", TestName = "zero-width space")]
    [TestCase("http://gate\u200Dway-bo-dev-shop:9876", TestName = "zero-width joiner")]
    [TestCase("http://gateway-bo-dev-shop\u3002customer:9876", TestName = "ideographic full stop")]
    [TestCase("http://%67ateway-bo-dev-shop:9876", TestName = "percent-encoding")]
    [TestCase("http:\\\\gateway-bo-dev-shop:9876", TestName = "backslashes")]
    [TestCase("http:gateway-bo-dev-shop:9876", TestName = "no slashes")]
    [TestCase("http:/gateway-bo-dev-shop:9876", TestName = "one slash")]
    [TestCase("http:///gateway-bo-dev-shop:9876", TestName = "three slashes")]
    [TestCase("ht\ttp://gateway-bo-dev-shop:9876", TestName = "tab in the scheme")]
    [TestCase("http://gateway-bo\n-dev-shop:9876", TestName = "newline in the host")]
    [TestCase("http://gateway-bo-dev-shop:98\t76", TestName = "tab in the port")]
    [TestCase("http://a.example@gateway-bo-dev-shop:9876", TestName = "user info")]
    [TestCase("http://a.example\\@gateway-bo-dev-shop:9876", TestName = "user info and backslash")]
    [TestCase("http://a@b@gateway-bo-dev-shop", TestName = "two users")]
    [TestCase("HTTP://GATEWAY-bo-dev-shop.:9876/", TestName = "capitals and a dot")]
    [TestCase("http://kubernetes", TestName = "API server")]
    [TestCase("https://kubernetes.default/api", TestName = "API server in its namespace")]
    [TestCase("http://configstore.default", TestName = "configstore")]
    [TestCase("http://catalog", TestName = "bare name")]
    [TestCase("http://localhost:9876", TestName = "localhost")]
    [TestCase("http://x.localhost:9876", TestName = "below localhost")]
    [TestCase("http://metadata.google.internal/computeMetadata/v1/", TestName = "metadata by name")]
    [TestCase("http://redis.kube-system", TestName = "namespace with a hyphen")]
    [TestCase("http://redis.ns1", TestName = "namespace with a digit")]
    [TestCase("http://a.b.svc.other", TestName = "service of another domain")]
    [TestCase("http://0.a.b.svc.other", TestName = "pod of a service of another domain")]
    [TestCase("http://10-0-0-1.customer.pod", TestName = "pod by its address")]
    [TestCase("http://workspace-al-dev.kube-system:3000", TestName = "own name elsewhere")]
    [TestCase("http://127.0.0.1:9876", TestName = "loopback")]
    [TestCase("http://127.1:9876", TestName = "loopback, short")]
    [TestCase("http://2130706433:9876", TestName = "loopback, one number")]
    [TestCase("http://0x7f000001:9876", TestName = "loopback, hexadecimal")]
    [TestCase("http://0x7f.0.0.1:9876", TestName = "loopback, hexadecimal part")]
    [TestCase("http://0177.0.0.1:9876", TestName = "loopback, octal")]
    [TestCase("http://127.0.0.1.:9876", TestName = "loopback with a dot")]
    [TestCase("http://１２７.0.0.1:9876", TestName = "loopback, full width")]
    [TestCase("http://[::1]:9876", TestName = "loopback, IPv6")]
    [TestCase("http://[0:0::0:1]:9876", TestName = "loopback, IPv6, long")]
    [TestCase("http://[::ffff:127.0.0.1]:9876", TestName = "loopback, mapped")]
    [TestCase("http://[::ffff:7f00:1]:9876", TestName = "loopback, mapped, hexadecimal")]
    [TestCase("http://[::127.0.0.1]:9876", TestName = "loopback, compatible")]
    [TestCase("http://[64:ff9b::7f00:1]", TestName = "loopback, NAT64")]
    [TestCase("http://[64:ff9b:1::a00:1]", TestName = "local NAT64")]
    [TestCase("http://[2002:7f00:1::]", TestName = "loopback, 6to4")]
    [TestCase("http://[2001:db8::5efe:a00:1]", TestName = "private, ISATAP")]
    [TestCase("http://[fe80::1%25eth0]", TestName = "zone")]
    [TestCase("http://[fe80::1]", TestName = "link-local, IPv6")]
    [TestCase("http://[fd00:ec2::254]", TestName = "metadata, IPv6")]
    [TestCase("http://[ff02::1]", TestName = "multicast, IPv6")]
    [TestCase("http://[::]", TestName = "unspecified, IPv6")]
    [TestCase("http://0.0.0.0:9876", TestName = "unspecified")]
    [TestCase("http://0:9876", TestName = "unspecified, short")]
    [TestCase("http://10.0.0.1", TestName = "private, 10")]
    [TestCase("http://172.16.0.1", TestName = "private, 172.16")]
    [TestCase("http://192.168.1.1", TestName = "private, 192.168")]
    [TestCase("http://100.64.0.1", TestName = "shared address space")]
    [TestCase("http://169.254.169.254/latest/meta-data", TestName = "metadata")]
    [TestCase("http://168.63.129.16", TestName = "metadata of another cloud")]
    [TestCase("http://224.0.0.1", TestName = "multicast")]
    [TestCase("http://255.255.255.255", TestName = "broadcast")]
    [TestCase("http://a.example.com/ ", TestName = "blank at the end")]
    [TestCase(" http://a.example.com/", TestName = "blank at the beginning")]
    [TestCase("http://a.example.com/\u00A0", TestName = "no-break space at the end")]
    [TestCase("\u3000http://a.example.com/", TestName = "ideographic space at the beginning")]
    [TestCase("http://a.example.com/\n", TestName = "newline at the end")]
    [TestCase("http://a.example.com:0/", TestName = "port 0")]
    [TestCase("http://a.example.com:65536/", TestName = "port too large")]
    [TestCase("http://xn--a.example.com/", TestName = "punycode of nothing")]
    public void Read_ServiceEndpointToWhatIsNotTheEnvironments_IsAProblemOfItsUrl(string url) =>
        Assert.That(Problems(url).Single().Path, Is.EqualTo("$.serviceEndpoints[0].urls[0]"));

    [TestCase("http://example.org")]
    [TestCase("https://API.Example.org:8443/v1?x=1&y=%20#z")]
    [TestCase("https://api.example.org./v1")]
    [TestCase("http://user:p%40ss@example.org/")]
    [TestCase("http://my_service.example.org:80")]
    [TestCase("http://xn--bcher-kva.example/")]
    [TestCase("http://xn--fiqs8s")]
    [TestCase("https://gateway-api.example.net")]
    [TestCase("https://fn-al.azurewebsites.net/x")]
    [TestCase("http://203.0.113.7:8080/")]
    [TestCase("http://[2001:db8::1]:8080/")]
    [TestCase("http://workspace-al-dev:3000/api")]
    [TestCase("http://WORKSPACE-al-dev.customer.svc.cluster.local.:3000")]
    public void Read_ServiceEndpointOutsideOrOfTheEnvironment_IsNoProblem(string url)
    {
        if (url == "http://xn--fiqs8s") Assert.That(Problems(url), Is.Not.Empty, "a name without a dot, whatever its letters");
        else Assert.That(Problems(url), Is.Empty);
    }

    [Test]
    public void Read_ServiceEndpointOfANeighbour_SaysWhichHostWasReadAndWhatToDo()
    {
        var problem = Problems("http://user:secret@Gateway-bo-dev-shop:9876/hush").Single();

        Assert.That(problem.Reason, Does.Contain("'gateway-bo-dev-shop'").And.Not.Contain("secret").And.Not.Contain("hush"));
        Assert.That(problem.Hint, Does.Contain("ENDPOINT_ALLOW"));
    }

    [TestCase("proxy", """{"serviceEndpoint":"s","proxyUrl":"http://gateway-bo-dev-shop:8080"}""", "proxyUrl")]
    [TestCase("proxy", """{"serviceEndpoint":"s","proxyUrl":"socks5://10.0.0.1:1080"}""", "proxyUrl")]
    [TestCase("proxy", """{"serviceEndpoint":"s","proxyUrl":"pac+http://a.example.com/proxy.pac"}""", "proxyUrl")]
    [TestCase("proxy", """{"serviceEndpoint":"s","proxyUrl":"gateway-bo-dev-shop:8080"}""", "proxyUrl")]
    [TestCase("proxy", """{"serviceEndpoint":"s","forward":"http://gateway-bo-dev-shop:9876"}""", "forward")]
    [TestCase("proxy", """{"serviceEndpoint":"s","forward":{"host":"gateway-bo-dev-shop","port":9876}}""", "forward")]
    [TestCase("proxy", """{"serviceEndpoint":"s","target":"http://gateway-bo-dev-shop:9876"}""", "target")]
    [TestCase("proxy", """{"serviceEndpoint":"s","target":{"socketPath":"/var/run/x.sock"}}""", "target.socketPath")]
    [TestCase("proxy", """{"serviceEndpoint":"s","target":{"caFile":"/proc/self/environ"}}""", "target.caFile")]
    [TestCase("proxy", """{"serviceEndpoint":"s","proxyOptions":{"forward":"http://gateway-bo-dev-shop:9876"}}""", "proxyOptions.forward")]
    [TestCase("proxy", """{"serviceEndpoint":"s","proxyOptions":{"target":{"host":"gateway-bo-dev-shop"}}}""", "proxyOptions.target.host")]
    [TestCase("proxy", """{"serviceEndpoint":"s","ssl":{"host":"gateway-bo-dev-shop"}}""", "ssl")]
    [TestCase("proxy", """{"serviceEndpoint":"s","agent":{}}""", "agent")]
    [TestCase("proxy", """{"serviceEndpoint":"s","localAddress":"127.0.0.1"}""", "localAddress")]
    [TestCase("proxy", """{"serviceEndpoint":"s","followRedirects":true}""", "followRedirects")]
    [TestCase("proxy", """{"serviceEndpoint":"s","followRedirects":"true"}""", "followRedirects")]
    [TestCase("proxy", """{"serviceEndpoint":"s","proxyOptions":{"followRedirects":1}}""", "proxyOptions.followRedirects")]
    [TestCase("oauth2-introspect", """{"endpoint":"http://gateway-bo-dev-shop:9876"}""", "endpoint")]
    [TestCase("oauth2-introspect", """{"endpoint":"http+unix://%2Fvar%2Frun%2Fdocker.sock/x"}""", "endpoint")]
    [TestCase("oauth2-introspect", """{"endpoint":"httpx:gateway-bo-dev-shop"}""", "endpoint")]
    [TestCase("jwt", """{"secretOrPublicKeyFile":"/proc/self/environ"}""", "secretOrPublicKeyFile")]
    [TestCase("jwt", """{"secretOrPublicKeyFile":"/etc/../proc/1/environ"}""", "secretOrPublicKeyFile")]
    [TestCase("jwt", """{"secretOrPublicKeyFile":"//.//run/secrets/kubernetes.io/serviceaccount/token"}""", "secretOrPublicKeyFile")]
    [TestCase("oauth2", """{"jwt":{"secretOrPublicKeyFile":"/var/run/secrets/x"}}""", "jwt.secretOrPublicKeyFile")]
    [TestCase("key-auth", """{"unheardOf":1}""", "unheardOf")]
    public void Read_ParameterThatLeadsSomewhere_IsAProblemOfIt(string policy, string action, string member) =>
        Assert.That(PolicyProblems(policy, """[{"action":ACTION}]""".Replace("ACTION", action, StringComparison.Ordinal)).Single().Path, Does.StartWith("$.gateways[0].pipelines[0].policies[0]").And.EndsWith($"[0].action.{member}"));

    [TestCase("""{"$ref":"http://gateway-bo-dev-shop:9876/users"}""")]
    [TestCase("""{"$ref":"gateway-bo-dev-shop:9876/users"}""")]
    [TestCase("""{"$ref":"gateway-bo-dev-shop"}""")]
    [TestCase("""{"$ref":"//gateway-bo-dev-shop:9876"}""")]
    [TestCase("""{"$id":"http://gateway-bo-dev-shop:9876/x","properties":{"a":{"$ref":"users"}}}""")]
    [TestCase("""{"$schema":"http://gateway-bo-dev-shop:9876"}""")]
    [TestCase("""{"properties":{"a":{"allOf":[{"$ref":"http://169.254.169.254/latest"}]}}}""")]
    [TestCase("""{"properties":{"a":{"$id":"git-api.default/x","$ref":"#nope"}}}""")]
    public void Read_SchemaThatTheGatewayWouldFetchFromInside_IsAProblem(string schema) =>
        Assert.That(PolicyProblems("terminate", """[{"condition":{"name":"not","condition":{"name":"json-schema","schema":SCHEMA}},"action":{}}]""".Replace("SCHEMA", schema, StringComparison.Ordinal)).Select(problem => problem.Path), Has.All.StartsWith("$.gateways[0].pipelines[0].policies[0].terminate[0].condition.condition.schema").And.Not.Empty);

    [TestCase("""{"$id":"sample","definitions":{"x":{"$id":"#x","type":"string"},"y":{}},"properties":{"a":{"$ref":"#x"},"b":{"$ref":"#/definitions/y"},"c":{"$ref":"sample#/definitions/y"}}}""")]
    [TestCase("""{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"https://schemas.example.org/order.json"}""")]
    [TestCase("""{"properties":{"$ref":{"type":"string"}},"enum":[{"$id":5}]}""")]
    public void Read_SchemaOfItsOwnOrFromOutside_IsNoProblem(string schema) =>
        Assert.That(PolicyProblems("terminate", """[{"condition":{"name":"json-schema","schema":SCHEMA},"action":{}}]""".Replace("SCHEMA", schema, StringComparison.Ordinal)), Is.Empty);

    [TestCase("""{"db":{"redis":{"host":"eg-identity-redis.default"}}}""", "db.redis.host")]
    [TestCase("""{"db":{"redis":{"host":"ｌocalhost"}}}""", "db.redis.host")]
    [TestCase("""{"db":{"redis":{"host":"127.1"}}}""", "db.redis.host")]
    [TestCase("""{"db":{"redis":{"host":"::1"}}}""", "db.redis.host")]
    [TestCase("""{"db":{"redis":{"host":"redis.example.com","path":"/tmp/x.sock"}}}""", "db.redis.path")]
    [TestCase("""{"db":{"redis":{"host":"redis.example.com","sentinels":[{"host":"10.0.0.1"}]}}}""", "db.redis.sentinels")]
    [TestCase("""{"db":{"redis":{"host":"redis.example.com","tls":{"keyFile":"/proc/self/environ"}}}}""", "db.redis.tls.keyFile")]
    [TestCase("""{"session":{"storeProvider":"/tmp/x"}}""", "session.storeProvider")]
    [TestCase("""{"session":{"storeOptions":{"host":"10.0.0.1"}}}""", "session.storeOptions")]
    [TestCase("""{"accessTokens":{"secretOrPrivateKeyFile":"/proc/self/environ"}}""", "accessTokens.secretOrPrivateKeyFile")]
    [TestCase("""{"plugins":{"x":{"package":"../../x"}}}""", "plugins.x.package")]
    [TestCase("""{"plugins":{"../../x":{}}}""", "plugins['../../x']")]
    [TestCase("""{"plugins":{"x":{"a":[{"url":"http://gateway-bo-dev-shop:9876"}]}}}""", "plugins.x.a[0].url")]
    [TestCase("""{"unheardOf":{}}""", "unheardOf")]
    public void Read_SystemMemberThatLeadsSomewhere_IsAProblemOfIt(string system, string member) =>
        Assert.That(SystemProblems(system).Single().Path, Is.EqualTo($"$.gateways[0].system.{member}"));

    [TestCase("""{"db":{"redis":{"host":"redis.example.com","port":6380,"namespace":"X-","password":"p","tls":{"caFile":"/etc/ssl/certs/ca-certificates.crt"}}},"session":{"secret":"s","cookie":{"secure":true}}}""")]
    [TestCase("""{"crypto":null,"accessTokens":{"tokenType":"jwt","secretOrPrivateKey":"k","audience":["a"]},"plugins":{"x":{"package":"@a/b","url":"https://x.example.org","enabled":true}}}""")]
    public void Read_SystemMembersThatLeadNowhereInside_AreNoProblem(string system) => Assert.That(SystemProblems(system), Is.Empty);

    [TestCase("http://gateway-bo-dev-shop:9876", 1)]
    [TestCase(" HTTP:\\\\gateway-bo-dev-shop:9876", 1)]
    [TestCase("http:gateway-bo-dev-shop", 1)]
    [TestCase("ht\ntps://10.0.0.1", 1)]
    [TestCase("redis://localhost", 1)]
    [TestCase("//10.0.0.1/x", 1)]
    [TestCase("https://a.example.org", 0)]
    [TestCase("some text: not http", 0)]
    public void Read_ParametersOfAPluginsPolicy_AreLookedThroughForUrls(string text, int problems)
    {
        var project = Project();
        project["gateways"]![0]!["system"] = JsonNode.Parse("""{"plugins":{"breaker":{}}}""");
        AddPolicy(project, "circuit-breaker", new JsonArray(new JsonObject { ["condition"] = new JsonObject { ["name"] = "open", ["at"] = text }, ["action"] = new JsonObject { ["deep"] = new JsonArray(new JsonObject { ["text"] = text }) } }));

        Assert.That(TestDocuments.ReadProject(project).Problems.Problems, Has.Count.EqualTo(2 * problems));
    }

    [Test]
    public void Read_OwnParametersOfACanvas_AreNoProblem() =>
        Assert.That(PolicyProblems("proxy", """[{"id":"1","condition":{"id":"2","name":"allOf","conditions":[{"id":"3","name":"always"}]},"action":{"id":"4","serviceEndpoint":"s","followRedirects":false,"proxyUrl":"","headers":{"x-a":"b"},"timeout":5000,"proxyTimeout":"5000","proxyOptions":{"target":{"caFile":"/etc/ssl/ca.pem"}},"forward":"https://mirror.example.org"}}]"""), Is.Empty);

    private static IReadOnlyList<Problem> Problems(string url)
    {
        var project = Project();
        project["serviceEndpoints"]![0]!["urls"] = new JsonArray(url);
        return TestDocuments.ReadProject(project).Problems.Problems;
    }

    private static IReadOnlyList<Problem> PolicyProblems(string policy, string steps)
    {
        var project = Project();
        AddPolicy(project, policy, JsonNode.Parse(steps)!);
        return TestDocuments.ReadProject(project).Problems.Problems;
    }

    private static IReadOnlyList<Problem> SystemProblems(string system)
    {
        var project = Project();
        project["gateways"]![0]!["system"] = JsonNode.Parse(system);
        return TestDocuments.ReadProject(project).Problems.Problems;
    }

    private static void AddPolicy(JsonObject project, string policy, JsonNode steps)
    {
        var gateway = project["gateways"]![0]!;
        gateway["policies"] = new JsonArray(policy);
        gateway["pipelines"] = new JsonArray(new JsonObject { ["id"] = "pipeline", ["policies"] = new JsonArray(new JsonObject { [policy] = steps }) });
    }

    private static JsonObject Project()
    {
        var project = TestDocuments.Blank();
        project["serviceEndpoints"] = new JsonArray(new JsonObject { ["id"] = "s", ["urls"] = new JsonArray("http://a.example.com") });
        project["gateways"] = new JsonArray(new JsonObject { ["id"] = "gateway", ["name"] = "shop", ["policies"] = new JsonArray(), ["pipelines"] = new JsonArray() });
        return project;
    }
}
