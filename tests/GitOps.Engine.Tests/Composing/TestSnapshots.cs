using System.Text.Json.Nodes;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Tests.Composing;

/// <summary>Snapshots made from files that a test has at hand.</summary>
internal static class TestSnapshots
{
    /// <summary>What compositions of tests make the passwords of Redis with.</summary>
    public const string RedisUserKey = "s3ntinel-key-of-redis-users-0123456789";

    private static readonly Dictionary<string, string> NoFiles = [];

    public static EnvironmentSnapshot Of(
        string producer,
        IReadOnlyDictionary<string, string>? dev = null,
        IReadOnlyDictionary<string, string>? functions = null) => Of(EnvironmentKey.Default(ProducerName.Parse(producer)), dev, functions);

    public static EnvironmentSnapshot Of(
        EnvironmentKey key,
        IReadOnlyDictionary<string, string>? dev = null,
        IReadOnlyDictionary<string, string>? functions = null) => new()
        {
            Producer = key.Producer,
            Project = key.Project,
            Environment = key.Environment,
            Revision = new Revision(Revision.NoCommit, Revision.NoCommit),
            Dev = Repository(key, "dev", dev),
            Functions = Repository(key, "functions", functions),
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

    private static RepositorySnapshot Repository(EnvironmentKey key, string name, IReadOnlyDictionary<string, string>? files) => new()
    {
        FullName = $"customer-{key.Producer}/{(key.Project == ProjectName.Main ? name : $"{key.Project}-{name}")}",
        Branch = key.Environment == EnvironmentName.Dev ? "master" : $"env/{key.Environment}",
        Commit = Revision.NoCommit,
        Documents = Only(files, path => !DocumentPaths.IsCode(RoleOf(name), path)),
        Code = Only(files, path => DocumentPaths.IsCode(RoleOf(name), path)),
    };

    private static RepositoryRole RoleOf(string name) => name == "dev" ? RepositoryRole.Dev : RepositoryRole.Functions;

    private static Dictionary<string, string> Only(IReadOnlyDictionary<string, string>? files, Func<string, bool> kept) =>
        (files ?? NoFiles).Where(file => kept(file.Key)).ToDictionary(StringComparer.Ordinal);
}
