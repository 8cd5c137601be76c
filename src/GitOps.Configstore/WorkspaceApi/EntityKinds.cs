namespace GitOps.Configstore.WorkspaceApi;

/// <summary>The models of loopback-workspace that are served.</summary>
internal sealed class EntityKinds
{
    public EntityKinds()
    {
        Parts = [new ModelPropertyKind(), new ModelRelationKind(), new ModelMethodKind()];
        Models = new ModelDefinitionKind(Parts);
    }

    public EntityKind DataSources { get; } = new DataSourceKind();

    public EntityKind ModelConfigs { get; } = new ModelConfigKind();

    public ModelDefinitionKind Models { get; }

    /// <summary>What belongs to a model.</summary>
    public IReadOnlyList<ModelPartKind> Parts { get; }

    public IReadOnlyList<EntityKind> All => [DataSources, Models, ModelConfigs, .. Parts];
}
