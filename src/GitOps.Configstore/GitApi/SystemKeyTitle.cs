using System.Diagnostics.CodeAnalysis;

namespace GitOps.Configstore.GitApi;

/// <summary>
/// Title of an SSH key of one of the system's own pods: <c>lunchbadger-internal-workspace</c> as in the predecessor, then, after blanks,
/// the pod when it is known, and a number where the title was taken.
/// </summary>
/// <param name="Type">One of <see cref="Types"/>.</param>
/// <param name="Pod">Name of the pod that added it; null when it did not tell.</param>
/// <param name="Number">Tells apart what would have the same title.</param>
public sealed record SystemKeyTitle(string Type, string? Pod = null, string? Number = null)
{
    private const string Prefix = "lunchbadger-internal-";

    public const string Workspace = "workspace";
    public const string SlsApi = "sls-api";

    public static IReadOnlyList<string> Types { get; } = [Workspace, SlsApi];

    /// <summary>Whether a key is the system's, also one of a type that is not known here.</summary>
    public static bool IsSystem(string title) => title.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool TryParse(string title, [NotNullWhen(true)] out SystemKeyTitle? result)
    {
        result = null;
        if (!IsSystem(title)) return false;
        var parts = title[Prefix.Length..].Split(' ');
        foreach (var type in Types)
        {
            if (parts[0] == type) result = new SystemKeyTitle(type, parts.Length > 1 ? parts[1] : null, parts.Length > 2 ? parts[2] : null);
            // Without a pod the number follows a hyphen.
            else if (parts.Length == 1 && parts[0].StartsWith(type + "-", StringComparison.Ordinal)) result = new SystemKeyTitle(type, null, parts[0][(type.Length + 1)..]);
        }
        return result is not null;
    }

    public override string ToString() => (Pod, Number) switch
    {
        (null, null) => Prefix + Type,
        (null, _) => $"{Prefix}{Type}-{Number}",
        (_, null) => $"{Prefix}{Type} {Pod}",
        _ => $"{Prefix}{Type} {Pod} {Number}",
    };
}
