using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Model.LoopBack;

/// <summary>
/// Finds what a workspace serves without asking it: models that <c>server/model-config.json</c> does not keep private (only
/// <c>"public": false</c> does), with what their definitions say. Models without a definition in the repository are LoopBack's own.
/// </summary>
public static class PublicModelReader
{
    /// <summary>Every public model, ordered by name. What is wrong with the files is told elsewhere; a wrong part counts as absent here.</summary>
    public static IReadOnlyList<PublicModel> Read(IReadOnlyDictionary<string, string> documents)
    {
        if (!documents.TryGetValue(LoopBackReader.ModelConfig, out var text)
            || JsonText.ParseObject(text, LoopBackReader.ModelConfig, "$", new ProblemList()) is not { } configs) return [];
        var definitions = new ModelDefinitions(documents);
        return
        [
            .. configs
                .Where(config => config.Key != "_meta" && config.Value is JsonObject members && members["public"]?.GetValueKind() != JsonValueKind.False)
                .Select(config => config.Key)
                .Order(StringComparer.Ordinal)
                .Select(name => new PublicModel(name, "/" + definitions.HttpPath(name).TrimEnd('/'), definitions.HasBinary(name))),
        ];
    }
}
