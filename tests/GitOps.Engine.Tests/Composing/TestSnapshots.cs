using System.Text.Json.Nodes;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Tests.Composing;

/// <summary>Snapshots made from files that a test has at hand.</summary>
internal static class TestSnapshots
{
    private static readonly Dictionary<string, string> NoFiles = [];

    public static EnvironmentSnapshot Of(
        string producer,
        IReadOnlyDictionary<string, string>? dev = null,
        IReadOnlyDictionary<string, string>? functions = null) => new()
        {
            Producer = ProducerName.Parse(producer),
            Project = ProjectName.Main,
            Environment = EnvironmentName.Dev,
            Revision = new Revision(Revision.NoCommit, Revision.NoCommit),
            Dev = Repository(producer, "dev", dev),
            Functions = Repository(producer, "functions", functions),
        };

    /// <summary>A <c>dev</c> repository with nothing but a project, called <c>producer-environment</c>.</summary>
    public static Dictionary<string, string> ProjectFile(string name, JsonObject project) => new()
    {
        ["lunchbadger.json"] = new JsonObject
        {
            ["ids"] = new JsonObject { ["Project"] = 1 },
            ["models"] = new JsonObject { ["Project"] = new JsonObject { [name] = project.ToJsonString() } },
        }.ToJsonString(),
    };

    private static RepositorySnapshot Repository(string producer, string name, IReadOnlyDictionary<string, string>? files) => new()
    {
        FullName = $"customer-{producer}/{name}",
        Branch = "master",
        Commit = Revision.NoCommit,
        Documents = files ?? NoFiles,
    };
}
