using GitOps.Model.Serverless;

namespace GitOps.Engine.Composing.Function;

/// <summary>A function that can be deployed: everything checked.</summary>
/// <param name="Service">What asks for it.</param>
/// <param name="Runtime">What runs it.</param>
/// <param name="Module">File of the handler, without extension.</param>
/// <param name="Export">What of the file is called.</param>
/// <param name="Variables">Variables of its own.</param>
/// <param name="Code">Path to text, ordered.</param>
internal sealed record FunctionDefinition(
    ServerlessService Service,
    FunctionRuntime Runtime,
    string Module,
    string Export,
    IReadOnlyList<KeyValuePair<string, string>> Variables,
    IReadOnlyList<KeyValuePair<string, string>> Code)
{
    public string Handler => $"{Module}.{Export}";

    /// <summary>What is to be installed, as the language's package manager reads it; null when nothing is.</summary>
    public string? Dependencies => Runtime.DependenciesFile is { } file && Code.FirstOrDefault(code => code.Key == file) is { Key: not null } found ? found.Value : null;
}
