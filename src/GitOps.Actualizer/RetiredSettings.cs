namespace GitOps.Actualizer;

/// <summary>Environment variables of the predecessor that mean nothing here; one that is set is told at the start, not ignored in silence.</summary>
public static class RetiredSettings
{
    public static IReadOnlyList<(string Name, string Why)> All { get; } =
    [
        ("GIT_API_URL", "git is read by the configstore alone"),
        ("WORKSPACE_API_URL_TEMPLATE", "models are read from git, not from running workspaces"),
        ("OPEN_API_URL_TEMPLATE", "models are read from git, not from running workspaces"),
        ("SLS_API_URL_TEMPLATE", "functions are read from git, not from running pods"),
    ];
}
