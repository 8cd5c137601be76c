using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.Producers;
using GitOps.Gitea;
using GitOps.Gitea.Objects;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Sandbox.Forge;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Configstore.Tests.World;

/// <summary>Producer <c>al</c> with valid documents, and the editor that works on them.</summary>
public sealed class EditableEnvironment : IAsyncDisposable
{
    public const string ProjectFile = "lunchbadger.json";

    private readonly List<GiteaClient> _clients = [];

    private EditableEnvironment(GiteaAndConfigstore world) => World = world;

    public GiteaAndConfigstore World { get; }

    public RepositoryEditor Editor => World.Configstore.Services.GetRequiredService<RepositoryEditor>();

    public EnvironmentPlace Place => EnvironmentLookup.PlaceOf(
        EnvironmentKey.Default(ProducerName.Parse("al")),
        World.Configstore.Services.GetRequiredService<ProducerRegistry>().Current.Producers[ProducerName.Parse("al")],
        World.Configstore.Services.GetRequiredService<ConfigstoreSettings>())!;

    /// <param name="project">The inner project of <c>lunchbadger.json</c>; null makes repositories without commits.</param>
    public static async Task<EditableEnvironment> StartAsync(string? project = BlankProject, params (string Name, string Value)[] settings)
    {
        var world = await GiteaAndConfigstore.PrepareAsync([("FULL_SCAN_INTERVAL", "3600"), .. settings]);
        world.Forge.CreateUser("customer-al", email: "al@customer.com");
        world.Forge.CreateRepository("customer-al", "dev", project is null ? [] : [ForgeFile.Text(ProjectFile, Wrap(project)), ForgeFile.Text("server/index.js", "// code")]);
        world.Forge.CreateRepository("customer-al", "functions", []);
        await world.StartConfigstoreAsync();
        await world.UntilListedAsync();
        return new EditableEnvironment(world);
    }

    public const string BlankProject =
        """{"id":"al-dev","name":"main","gateways":[],"serviceEndpoints":[],"apiEndpoints":[],"connections":[],"states":[]}""";

    /// <summary>The document that holds a project as LoopBack's memory connector writes it.</summary>
    public static string Wrap(string project) =>
        $$"""
        {
          "ids": {
            "Project": 1
          },
          "models": {
            "Project": {
              "al-dev": {{JsonSerializer.Serialize(project, TestJson.Relaxed)}}
            }
          }
        }
        """;

    /// <summary>A user with a token of their own, as the caller of an edit.</summary>
    public Caller Caller(string login = "customer-al", bool isOperator = false)
    {
        var client = new GiteaClient(
            new GiteaOptions { BaseUrl = World.Network.Url, Token = World.Forge.CreateToken(login, "edits"), AttemptTimeout = TimeSpan.FromSeconds(2) },
            TimeProvider.System,
            NullLogger<GiteaClient>.Instance);
        _clients.Add(client);
        return new Caller { Name = login, Gitea = client, IsOperator = isOperator };
    }

    public Task<EditOutcome> EditAsync(
        Func<RepositoryDraft, ValueTask<string>> edit, Revision? expected = null, Caller? caller = null, RepositoryRole role = RepositoryRole.Dev) =>
        Editor.EditAsync(Place, role, expected, caller ?? Caller(), (draft, _) => edit(draft), CancellationToken.None);

    /// <summary>Writes one file.</summary>
    public Task<EditOutcome> WriteAsync(string path, string text, Revision? expected = null, RepositoryRole role = RepositoryRole.Dev) => EditAsync(
        draft =>
        {
            draft.Write(path, text);
            return new($"Write {path}");
        },
        expected,
        role: role);

    /// <summary>A file's text at the branch's head, past everything that is tested.</summary>
    public async Task<string> ReadAsync(string path, string repository = "dev") =>
        System.Text.Encoding.UTF8.GetString((await World.Admin.Contents.GetRawAsync(new RepositoryName("customer-al", repository), path, null, null, default))!.Content.Span);

    /// <summary>The project inside <c>lunchbadger.json</c>, as text.</summary>
    public async Task<string> ReadProjectAsync() => (string)JsonNode.Parse(await ReadAsync(ProjectFile))!["models"]!["Project"]!["al-dev"]!;

    /// <summary>Commits of the branch, newest first.</summary>
    public async Task<IReadOnlyList<Commit>> HistoryAsync(string repository = "dev")
    {
        var commits = new List<Commit>();
        await foreach (var commit in World.Admin.Objects.StreamHistoryAsync(new RepositoryName("customer-al", repository), null, null, default)) commits.Add(commit);
        return commits;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await World.DisposeAsync();
    }
}
