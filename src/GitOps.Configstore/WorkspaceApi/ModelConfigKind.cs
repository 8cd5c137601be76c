using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>
/// <c>ModelConfig</c>: a member of <c>server/model-config.json</c>, which says what a model is kept in and whether it is public. The
/// model and the data source may come later: canvases write the config first.
/// </summary>
internal sealed class ModelConfigKind() : ConfigEntryKind("ModelConfig", "ModelConfigs", "config of model", Workspace.ModelConfigFile)
{
    protected override JsonObject Entries(Workspace workspace) => workspace.ModelConfigs;

    protected override void Check(Workspace workspace, string name, JsonObject entry)
    {
        if (entry["public"] is { } isPublic && isPublic.GetValueKind() is not (System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False))
            throw new EditRefusedException(File, $"$.{name}.public", "must be true or false");
        if (entry["dataSource"] is { } source && source.GetValueKind() != System.Text.Json.JsonValueKind.String)
            throw new EditRefusedException(File, $"$.{name}.dataSource", "must be the name of a data source, or null for a model that is kept in none");
    }
}
