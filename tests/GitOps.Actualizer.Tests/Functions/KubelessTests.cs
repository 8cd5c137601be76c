using System.Net.Http.Json;
using System.Text.Json.Nodes;
using GitOps.Actualizer.Tests.Support;
using GitOps.Model.Api;
using GitOps.Testing;

namespace GitOps.Actualizer.Tests.Functions;

/// <summary>Functions as objects of Kubeless, whose definition is installed while the actualizer runs.</summary>
[NonParallelizable]
internal sealed class KubelessTests : ActualizerFixture
{
    private const string Definitions = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Definition = "functions.kubeless.io";

    private static readonly Dictionary<string, string> Files = new()
    {
        ["hello/serverless.yml"] = "service: hello\nprovider: { name: kubeless, runtime: python3.6 }\nfunctions: { fn-al-dev-hello: { handler: handler.hello } }\n",
        ["hello/handler.py"] = "def hello(event, context): return 'hello'",
    };

    [Test]
    public async Task Push_WhereKubelessIsMissing_WaitsForItAndHoldsUpNobodyElse()
    {
        using var http = Server.CreateClient();
        var actualizer = await StartAsync(("REPLICAS", "0"), ("FUNCTIONS_PROVIDER", "Kubeless"), ("SLEEP_TIME", "500"));

        Store.Push(Project.Key("al"), new() { ["lunchbadger.json"] = Project.Of("al") }, files: Files);
        Store.Push("bo", Project.Of("bo", "Gateway"));

        await ReportedAsync("bo", ReconcileState.Succeeded);
        await Eventually.That(() => Store.StatusOf("al")?.Message, Does.Contain("CustomResourceDefinition"));

        using var made = await http.PostAsJsonAsync(Definitions, FunctionDefinition());
        made.EnsureSuccessStatusCode();
        try
        {
            await ReportedAsync("al", ReconcileState.Succeeded);
            var functions = await http.GetFromJsonAsync<JsonObject>($"apis/kubeless.io/v1beta1/namespaces/{Cluster.Namespace}/functions");
            var function = functions!["items"]!.AsArray().Single()!;
            Assert.Multiple(() =>
            {
                Assert.That(function["metadata"]!["name"]!.GetValue<string>(), Is.EqualTo("fn-al-dev-hello"));
                Assert.That(function["spec"]!["runtime"]!.GetValue<string>(), Is.EqualTo("python3.6"));
                Assert.That(function["spec"]!["function"]!.GetValue<string>(), Is.EqualTo(Files["hello/handler.py"]));
            });

            await AssertLogsAreThoseOfItsPodsAsync(http, actualizer);

            Store.Push(Project.Key("al"), new() { ["lunchbadger.json"] = Project.Of("al") }, files: []);
            await Eventually.That(
                async () => (await http.GetFromJsonAsync<JsonObject>($"apis/kubeless.io/v1beta1/namespaces/{Cluster.Namespace}/functions"))!["items"]!.AsArray().Count, Is.Zero);
        }
        finally
        {
            (await http.DeleteAsync($"{Definitions}/{Definition}")).EnsureSuccessStatusCode();
        }
    }

    /// <summary>Kubeless' controller labels them by the function's name. No kubelet gives out logs here, so pods are counted.</summary>
    private async Task AssertLogsAreThoseOfItsPodsAsync(HttpClient http, RunningActualizer actualizer)
    {
        Assert.That(await CountAsync(), Is.EqualTo("0"), "there are no pods yet");
        foreach (var (name, function) in new[] { ("mine", "fn-al-dev-hello"), ("others", "fn-bo-dev-hello") })
        {
            using var made = await http.PostAsJsonAsync($"api/v1/namespaces/{Cluster.Namespace}/pods", new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["function"] = function } },
                ["spec"] = new JsonObject
                {
                    ["automountServiceAccountToken"] = false,
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = "f", ["image"] = "kubeless/python:3.6" }),
                },
            });
            made.EnsureSuccessStatusCode();
        }
        Assert.That(await CountAsync(), Is.EqualTo("1"));

        async Task<string> CountAsync()
        {
            using var answer = await actualizer.Http.GetAsync("/producers/al/projects/main/envs/dev/functions/hello/logs");
            return answer.Headers.GetValues("X-Pods").Single();
        }
    }

    private static JsonObject FunctionDefinition() => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = Definition },
        ["spec"] = new JsonObject
        {
            ["group"] = "kubeless.io",
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["kind"] = "Function", ["plural"] = "functions", ["singular"] = "function", ["listKind"] = "FunctionList" },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = "v1beta1",
                ["served"] = true,
                ["storage"] = true,
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true } },
            }),
        },
    };
}
