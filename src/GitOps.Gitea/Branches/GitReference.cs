using System.Text.Json.Serialization;

namespace GitOps.Gitea.Branches;

/// <summary>A reference as git has it.</summary>
/// <param name="Ref">In full, such as <c>refs/heads/main</c>.</param>
public sealed record GitReference(string Ref, [property: JsonPropertyName("object")] GitReferenceTarget Target);

/// <summary>What a reference points to.</summary>
/// <param name="Type"><c>commit</c>, or <c>tag</c> for an annotated tag.</param>
/// <param name="Sha">Its SHA.</param>
public sealed record GitReferenceTarget(string Type, string Sha);
