namespace GitOps.Model.Environments;

/// <summary>What the settings of an environment call its components.</summary>
public static class ComponentKinds
{
    public const string Workspace = "workspace";
    public const string SlsApi = "sls-api";
    public const string Gateway = "gateway";
    public const string Function = "function";

    public static IReadOnlyList<string> All { get; } = [Workspace, SlsApi, Gateway, Function];

    /// <summary>Those whose image an operator gives and whose tag an environment may choose.</summary>
    public static IReadOnlyList<string> WithVersion { get; } = [Workspace, SlsApi, Gateway];

    /// <summary>
    /// Those whose pods hold credentials that their producer does not: a variable that makes the program load a file, listen for a
    /// debugger or log more than it should would give these away.
    /// </summary>
    public static IReadOnlyList<string> WithCredentials { get; } = [SlsApi, Gateway];
}
