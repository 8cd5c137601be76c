using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Model.Tests;

/// <summary>Documents made from texts that a test has at hand, for producer <c>al</c>.</summary>
internal static class TestDocuments
{
    public static EnvironmentDocuments Read(
        IReadOnlyDictionary<string, string>? dev = null,
        IReadOnlyDictionary<string, string>? functions = null) => EnvironmentDocuments.Read(Snapshot(dev, functions));

    public static EnvironmentSnapshot Snapshot(
        IReadOnlyDictionary<string, string>? dev = null,
        IReadOnlyDictionary<string, string>? functions = null) => new()
        {
            Producer = ProducerName.Parse("al"),
            Project = ProjectName.Main,
            Environment = EnvironmentName.Dev,
            Revision = new Revision(Revision.NoCommit, Revision.NoCommit),
            Dev = Repository("dev", dev),
            Functions = Repository("functions", functions),
        };

    public static EnvironmentDocuments ReadProject(JsonObject project) => ReadProject(project.ToJsonString());

    public static EnvironmentDocuments ReadProject(string project) =>
        Read(new Dictionary<string, string> { ["lunchbadger.json"] = Document(project) });

    public static string Document(string project) =>
        new JsonObject { ["ids"] = new JsonObject(), ["models"] = new JsonObject { ["Project"] = new JsonObject { ["al-dev"] = project } } }.ToJsonString();

    /// <summary>A project on which nothing stands.</summary>
    public static JsonObject Blank() => new()
    {
        ["id"] = "al-dev",
        ["name"] = "main",
        ["gateways"] = new JsonArray(),
        ["serviceEndpoints"] = new JsonArray(),
        ["apiEndpoints"] = new JsonArray(),
        ["connections"] = new JsonArray(),
    };

    private static RepositorySnapshot Repository(string name, IReadOnlyDictionary<string, string>? files) => new()
    {
        FullName = $"customer-al/{name}",
        Branch = "master",
        Commit = Revision.NoCommit,
        Documents = files ?? new Dictionary<string, string>(),
    };
}
