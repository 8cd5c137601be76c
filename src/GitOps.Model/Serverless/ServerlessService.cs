using System.Text.Json.Nodes;

namespace GitOps.Model.Serverless;

/// <summary>A folder of the <c>functions</c> repository: what its <c>serverless.yml</c> says.</summary>
public sealed record ServerlessService
{
    public required JsonObject Source { get; init; }

    /// <summary>File that defines it: repository role and path.</summary>
    public required string File { get; init; }

    /// <summary>Part of the function's name; a valid RFC 1123 label when <see cref="LunchBadgerId"/> is given.</summary>
    public required string Service { get; init; }

    /// <summary>Namespace the function runs in; null for the usual one.</summary>
    public string? Namespace { get; init; }

    /// <summary>Such as <c>nodejs8</c>.</summary>
    public string? Runtime { get; init; }

    /// <summary>Who runs it, such as <c>kubeless</c>; null when nothing is said.</summary>
    public string? Provider { get; init; }

    /// <summary>The functions of the file; empty when it defines none.</summary>
    public IReadOnlyList<ServerlessFunction> Functions { get; init; } = [];

    /// <summary>Folder of the repository that the code is in.</summary>
    public string Folder => File.Split('/')[^2];

    /// <summary>By what the canvas connects the function; null for functions that are not on the canvas.</summary>
    public string? LunchBadgerId { get; init; }

    /// <summary><c>lunchbadger.disabled</c>: the function is taken out of the cluster, and its code stays.</summary>
    public bool Disabled { get; init; }
}
