using System.Text.Json.Nodes;

namespace GitOps.Model.Serverless;

/// <summary>One function of a <c>serverless.yml</c>.</summary>
/// <param name="Source">Its own JSON.</param>
/// <param name="Handler">Module and export, such as <c>handler.hello</c>; null when nothing is said.</param>
/// <param name="Variables">Variables of its environment, those of the provider among them, ordered by name.</param>
public sealed record ServerlessFunction(JsonObject Source, string? Handler, IReadOnlyList<KeyValuePair<string, string>> Variables);
