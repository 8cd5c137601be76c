using System.Text.Json.Nodes;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>Objects that are not composed yet.</summary>
internal sealed record GoldenOmission(string Reason, Func<JsonObject, bool> IsOf);
