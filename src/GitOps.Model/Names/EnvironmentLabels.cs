namespace GitOps.Model.Names;

/// <summary>
/// The labels that say whose an object is. Two environments never have the same ones, and the selector of one never fits the
/// pods of another.
/// </summary>
public static class EnvironmentLabels
{
    public const string Producer = "producer";
    public const string Environment = "environment";
    public const string Project = "project";

    // No name holds one.
    private const char Separator = '.';

    /// <summary>
    /// <c>producer</c> and <c>environment</c>; objects of a project other than <c>main</c> have <c>project.environment</c> there, or
    /// the selectors of <c>main</c> would fit them too, and <c>project</c> besides.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(EnvironmentKey key)
    {
        var producer = KeyValuePair.Create(Producer, key.Producer.Value);
        return key.Project == ProjectName.Main
            ? [producer, KeyValuePair.Create(Environment, key.Environment.Value)]
            :
            [
                producer,
                KeyValuePair.Create(Environment, $"{key.Project}{Separator}{key.Environment}"),
                KeyValuePair.Create(Project, key.Project.Value),
            ];
    }

    /// <summary>The key that the values of <see cref="Producer"/> and <see cref="Environment"/> say.</summary>
    public static bool TryRead(string? producer, string? environment, out EnvironmentKey key)
    {
        key = default;
        if (!ProducerName.TryParse(producer, out var owner) || environment is null) return false;
        var separator = environment.IndexOf(Separator, StringComparison.Ordinal);
        var project = ProjectName.Main;
        if (separator >= 0 && (!ProjectName.TryParse(environment[..separator], out project) || project == ProjectName.Main)) return false;
        if (!EnvironmentName.TryParse(environment[(separator + 1)..], out var name)) return false;
        key = new EnvironmentKey(owner, project, name);
        return true;
    }
}
