using GitOps.Model.Environments;
using GitOps.Model.Hosts;
using GitOps.Model.LoopBack;
using GitOps.Model.LunchBadger;
using GitOps.Model.Names;
using GitOps.Model.Serverless;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Model.Documents;

/// <summary>All documents of an environment, read. Use the content only while <see cref="Problems"/> is empty.</summary>
public sealed class EnvironmentDocuments
{
    private const string DevFolder = "dev/";
    private const string FunctionsFolder = "functions/";

    private EnvironmentDocuments()
    {
    }

    /// <summary>File that problems and origins of the project name.</summary>
    public const string ProjectFile = DevFolder + LunchBadgerDocument.FileName;

    /// <summary>The environment is switched off. Holds whatever else is wrong.</summary>
    public bool Disabled { get; private init; }

    public LunchBadgerProject Project { get; private init; } = LunchBadgerProject.Blank();

    public IReadOnlyList<LoopBackModel> Models { get; private init; } = [];

    public IReadOnlySet<string> DataSourceIds { get; private init; } = new HashSet<string>();

    public IReadOnlyList<ServerlessService> Services { get; private init; } = [];

    /// <summary>What the environment sets otherwise than the operator; null: nothing.</summary>
    public EnvironmentSettingsDocument? Settings { get; private init; }

    /// <summary>Everything that is wrong, collected over all documents.</summary>
    public ProblemList Problems { get; } = new();

    /// <summary>Reads everything. Never throws on bad input.</summary>
    /// <param name="rules">What the operator says of hosts that documents may lead to; null: closed to everything inside.</param>
    public static EnvironmentDocuments Read(EnvironmentSnapshot snapshot, HostRules? rules = null)
    {
        var problems = new ProblemList();
        var dev = DocumentLimits.Within(snapshot.Dev.Documents, DevFolder, problems);
        var functions = DocumentLimits.Within(snapshot.Functions.Documents, FunctionsFolder, problems);
        var document = dev.TryGetValue(LunchBadgerDocument.FileName, out var text)
            ? LunchBadgerReader.Read(text, ProjectFile, snapshot.Key, problems)
            : null;
        if (document is { Disabled: true }) return new EnvironmentDocuments { Disabled = true };

        problems.AddRange(snapshot.Dev.Problems);
        problems.AddRange(snapshot.Functions.Problems);
        LoopBackReader.CheckModelConfig(dev, DevFolder, problems);
        var documents = new EnvironmentDocuments
        {
            Project = document?.Project ?? LunchBadgerProject.Blank(),
            Models = LoopBackReader.ReadModels(dev, DevFolder, problems),
            DataSourceIds = LoopBackReader.ReadDataSourceIds(dev, DevFolder, problems),
            Services = ServerlessReader.ReadServices(functions, FunctionsFolder, problems),
            Settings = ReadSettings(dev, snapshot.Environment, problems),
        };
        documents.Problems.AddRange(problems.Problems);
        var hosts = new EnvironmentHosts(snapshot.Key, documents.Project, documents.Services, rules ?? HostRules.Closed);
        var destinations = new DestinationCheck(hosts, ProjectFile, documents.Problems);
        GatewayCheck.Check(documents.Project, destinations, ProjectFile, documents.Problems);
        var before = documents.Problems.Problems.Count;
        ReferenceCheck.Check(documents, documents.Problems);
        if (documents.Problems.Problems.Count > before) TellOfMissingBranch(snapshot, documents.Problems);
        ServiceEndpointCheck.Check(documents.Project, destinations);
        return documents;
    }

    /// <summary>An environment begins with two pushes: after the first, what the second brings is missed everywhere.</summary>
    private static void TellOfMissingBranch(EnvironmentSnapshot snapshot, ProblemList problems)
    {
        if (snapshot.Environment == EnvironmentName.Dev || snapshot.Functions.Commit != Revision.NoCommit) return;
        problems.Add(new Problem(FunctionsFolder.TrimEnd('/'), "$", $"The functions repository has no branch '{snapshot.Functions.Branch}', so this environment has no functions that anything could lead to.")
        {
            Hint = "Push that branch there too; when an environment is new, before the one of the dev repository.",
        });
    }

    /// <summary>Only the environment's own: a merge brings those of others along, which are judged where they count.</summary>
    private static EnvironmentSettingsDocument? ReadSettings(IReadOnlyDictionary<string, string> dev, EnvironmentName environment, ProblemList problems)
    {
        var path = EnvironmentSettingsDocument.PathOf(environment);
        return dev.TryGetValue(path, out var text) ? EnvironmentSettingsReader.Read(text, DevFolder + path, problems) : null;
    }
}
