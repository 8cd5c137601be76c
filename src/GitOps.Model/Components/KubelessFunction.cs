namespace GitOps.Model.Components;

/// <summary>A function that Kubeless runs: its Function object stands in for the component's Deployment and Service.</summary>
public sealed record KubelessFunction
{
    /// <summary>Such as <c>nodejs8</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>Module and export, such as <c>handler.hello</c>.</summary>
    public required string Handler { get; init; }

    /// <summary><c>text</c> or <c>base64+zip</c>.</summary>
    public required string ContentType { get; init; }

    public required string Content { get; init; }

    /// <summary>Of <see cref="Content"/>, as <c>sha256:…</c>.</summary>
    public required string Checksum { get; init; }

    /// <summary>What is to be installed, as the language's package manager reads it; empty for nothing.</summary>
    public required string Dependencies { get; init; }

    public IReadOnlyList<PlainVariable> Variables { get; init; } = [];

    public ResourceNeeds Resources { get; init; } = ResourceNeeds.None;
}
