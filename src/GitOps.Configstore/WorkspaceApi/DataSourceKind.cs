using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using static GitOps.Configstore.WorkspaceApi.EntityJson;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary><c>DataSourceDefinition</c>: a member of <c>server/datasources.json</c>, which says its name once more inside.</summary>
internal sealed class DataSourceKind() : ConfigEntryKind("DataSourceDefinition", "DataSourceDefinitions", "data source", Workspace.DataSourcesFile)
{
    protected override JsonObject Entries(Workspace workspace) => workspace.DataSources;

    protected override IEnumerable<KeyValuePair<string, JsonNode?>> ToStored(JsonObject entity) => Without(entity, "id", "facetName", "configFile");

    protected override void Check(Workspace workspace, string name, JsonObject entry)
    {
        entry["name"] = name;
        if (Text(entry, "connector") is not { Length: > 0 } connector)
            throw new EditRefusedException(File, $"$.{name}.connector", "can't be blank", "Such as \"memory\", or the name of a package loopback-connector-… that package.json depends on.");
        if (ConnectorPackages.Find(connector) is { } package) workspace.DependOn(package.Name, package.Version);
    }

    protected override void Renamed(Workspace workspace, string before, string after)
    {
        foreach (var config in workspace.ModelConfigs.Select(config => config.Value).OfType<JsonObject>().Where(config => Text(config, "dataSource") == before))
            config["dataSource"] = after;
    }
}
