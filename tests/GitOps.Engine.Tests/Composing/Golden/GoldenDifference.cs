using System.Text.Json.Nodes;

namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>A difference on purpose between what the predecessor made and what this system makes.</summary>
/// <param name="Reason">What differs and why.</param>
/// <param name="Apply">Makes the predecessor's object (first) what it should be now; may look at the composed one (second) and at the project (third).</param>
internal sealed record GoldenDifference(string Reason, Action<JsonObject, JsonObject, JsonObject?> Apply);
