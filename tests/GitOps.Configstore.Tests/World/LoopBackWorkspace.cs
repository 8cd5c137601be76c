using System.Net;
using System.Text.Json.Nodes;

namespace GitOps.Configstore.Tests.World;

/// <summary>Producer <c>al</c> with a LoopBack project, and what canvases ask of its workspace API.</summary>
public sealed class LoopBackWorkspace : IAsyncDisposable
{
    public const string Api = "/producers/al/envs/dev/workspace-api/api";

    public const string DataSources = "{\n  \"db\": {\n    \"name\": \"db\",\n    \"connector\": \"memory\"\n  }\n}\n";

    public const string ModelConfig = "{\n  \"_meta\": {\n    \"sources\": [ \"../common/models\" ]\n  },\n  \"Car\": {\n    \"dataSource\": \"db\",\n    \"public\": true\n  }\n}\n";

    /// <summary>A model with an order, white space and members of its own.</summary>
    public const string Car =
        "{\n  \"plural\": \"Cars\",\n  \"name\": \"Car\",\n  \"x-zoom\": 1.50,\n  \"base\": \"PersistedModel\",\n  \"lunchbadgerId\": \"m1\",\n  \"properties\": {\n    \"color\": { \"type\": \"string\", \"x-order\": 1.0 },\n    \"key\": {\"type\": \"string\", \"id\": true},\n    \"doors\": \"number\"\n  },\n  \"acls\": [],\n  \"methods\": {}\n}\n";

    private LoopBackWorkspace(EditableEnvironment environment) => Environment = environment;

    public EditableEnvironment Environment { get; }

    public HttpClient Client => Environment.World.Client;

    public static async Task<LoopBackWorkspace> StartAsync()
    {
        var environment = await EditableEnvironment.StartAsync();
        await environment.EditAsync(draft =>
        {
            draft.Write("server/datasources.json", DataSources);
            draft.Write("server/model-config.json", ModelConfig);
            draft.Write("common/models/car.json", Car);
            draft.Write("common/models/car.js", "// code of the car");
            return new("A project");
        });
        return new LoopBackWorkspace(environment);
    }

    /// <summary>The answer's body, which must be a success.</summary>
    public async Task<JsonNode?> AskAsync(HttpMethod method, string path, string? body = null)
    {
        using var answer = await Client.SendAsync(method, Api + path, body);
        Assert.That((int)answer.StatusCode, Is.InRange(200, 299), $"{method} {path}: {await answer.Content.ReadAsStringAsync()}");
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await answer.ReadJsonAsync();
    }

    public Task<JsonNode?> GetAsync(string path) => AskAsync(HttpMethod.Get, path);

    /// <summary>A refusal's status and <c>error</c>.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Error)> RefusalAsync(HttpMethod method, string path, string? body = null)
    {
        using var answer = await Client.SendAsync(method, Api + path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.GreaterThanOrEqualTo(400), text);
        return (answer.StatusCode, JsonNode.Parse(text)!["error"] ?? JsonNode.Parse(text)!);
    }

    public async Task<string> LastMessageAsync() => (await Environment.HistoryAsync())[0].Details.Message.TrimEnd();

    /// <summary>Paths of the files at the head.</summary>
    public async Task<IReadOnlyList<string>> FilesAsync()
    {
        IReadOnlyList<string> paths = [];
        await Environment.EditAsync(draft =>
        {
            paths = draft.Paths("");
            return new("Nothing");
        });
        return paths;
    }

    public ValueTask DisposeAsync() => Environment.DisposeAsync();
}
