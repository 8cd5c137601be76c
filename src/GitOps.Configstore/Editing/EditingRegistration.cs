namespace GitOps.Configstore.Editing;

/// <summary>Adds the making of commits.</summary>
public static class EditingRegistration
{
    public static IServiceCollection AddEditing(this IServiceCollection services) =>
        services.AddSingleton<EditMetrics>().AddSingleton<DraftValidation>().AddSingleton<CommitSearch>().AddSingleton<RepositoryEditor>();
}
