using System.Text.Json.Nodes;
using GitOps.Model.Names;

namespace GitOps.Model.LunchBadger;

/// <summary>
/// <c>lunchbadger.json</c>: a LoopBack memory-connector document that holds the project as an escaped string. Keeps the
/// document as it was read, with members that this system knows nothing of.
/// </summary>
public sealed record LunchBadgerDocument
{
    public const string FileName = "lunchbadger.json";

    /// <summary>The name under which the document keeps an environment's project, which is also the project's id.</summary>
    public static string ProjectName(EnvironmentKey key) => NameIn(key.Producer, key.Environment);

    /// <summary>
    /// The name under which a document keeps an environment's project. A branch that was made from the default branch, or merged with
    /// it, holds the project under the name that it has there: promotion is a merge, and renames nothing.
    /// </summary>
    /// <returns>Null when it holds none of them.</returns>
    public static string? FindProjectName(JsonObject projects, EnvironmentKey key)
    {
        foreach (var environment in (ReadOnlySpan<EnvironmentName>)[key.Environment, EnvironmentName.Dev])
        {
            var name = NameIn(key.Producer, environment);
            if (projects[name] is not null) return name;
        }
        return null;
    }

    private static string NameIn(ProducerName producer, EnvironmentName environment) => $"{producer}-{environment}";

    public required JsonObject Source { get; init; }

    /// <summary>The document says <c>disabled: true</c>, beside <c>models</c> or inside the project. Holds even when the rest is broken.</summary>
    public required bool Disabled { get; init; }

    /// <summary>The project; blank when there is none, or when <see cref="Disabled"/>.</summary>
    public required LunchBadgerProject Project { get; init; }
}
