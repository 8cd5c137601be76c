namespace GitOps.Model.Environments;

/// <summary>Which variables an environment's settings may give to containers.</summary>
internal static class VariableNames
{
    private const int MaxLength = 128;

    // What the system gives, and what its images read.
    private static readonly string[] SystemPrefixes = ["LB_", "EG_", "REDIS_", "GIT_", "KUBERNETES_"];
    private static readonly string[] SystemNames = ["WATCH_URL", "USERNAME", "CUSTOMER_NAMESPACE", "LOG_LEVEL", "DEBUG", "POD_NAME", "POD_TOKEN"];

    // What the runtime images of functions read, and what says where their libraries are.
    private static readonly string[] RuntimePrefixes = ["FUNC_", "KUBELESS_", "MOD_NAME"];
    private static readonly string[] RuntimeNames = ["NODE_PATH", "PYTHONPATH"];

    private const string OwnPrefix = "APP_";
    private static readonly string[] Harmless = ["TZ", "NODE_ENV"];

    /// <summary>Says why a container of this kind may not have the variable; null when it may.</summary>
    public static string? Violation(string kind, string name)
    {
        if (name.Length is 0 or > MaxLength || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return $"A variable's name has at most {MaxLength} letters, digits and underscores, and does not begin with a digit.";
        if (SystemPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || SystemNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            return $"'{name}' belongs to the system, which gives it to its pods itself.";
        if (kind == ComponentKinds.Function && IsRuntimes(name)) return $"The variable '{name}' is the runtime's own.";
        if (ComponentKinds.WithCredentials.Contains(kind) && !name.StartsWith(OwnPrefix, StringComparison.Ordinal) && !Harmless.Contains(name))
            return $"The pods of kind '{kind}' hold credentials of the system, so they take only {string.Join(", ", Harmless)} and variables that begin with '{OwnPrefix}'.";
        return null;
    }

    /// <summary>Says why a function may not have the variable by its own <c>serverless.yml</c>; null when it may. An API server would refuse the rest.</summary>
    public static string? ViolationOfFunction(string name)
    {
        if (name.Length is 0 or > MaxLength || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            return $"A variable's name has at most {MaxLength} letters, digits, '_', '-' and '.', and does not begin with a digit; '{name}' does not.";
        return IsRuntimes(name) ? $"The variable '{name}' is the runtime's own." : null;
    }

    private static bool IsRuntimes(string name) =>
        RuntimePrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || RuntimeNames.Contains(name, StringComparer.Ordinal);
}
