namespace GitOps.Model.Serverless;

/// <summary>A language that functions may be written in.</summary>
/// <param name="Name">As Kubeless' runtimes begin, such as <c>nodejs</c>.</param>
/// <param name="Handler">Module and export of a new function, as the language spells them.</param>
/// <param name="Versions">Oldest first; language and version together are the runtime's name.</param>
public sealed record FunctionLanguage(string Name, string Handler, IReadOnlyList<string> Versions)
{
    /// <summary>What else callers call it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}
