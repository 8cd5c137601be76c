namespace GitOps.Model.Environments;

/// <summary>Which variables an environment's settings may give to containers.</summary>
internal static class VariableNames
{
    private const int MaxLength = 128;

    // What the system gives, and what its images read.
    private static readonly string[] SystemPrefixes = ["LB_", "EG_", "REDIS_", "GIT_", "KUBERNETES_"];
    private static readonly string[] SystemNames = ["WATCH_URL", "USERNAME", "CUSTOMER_NAMESPACE", "LOG_LEVEL", "DEBUG", "POD_NAME", "POD_TOKEN"];

    private const string OwnPrefix = "APP_";
    private static readonly string[] Harmless = ["TZ", "NODE_ENV"];

    /// <summary>Says why a container of this kind may not have the variable; null when it may.</summary>
    public static string? Violation(string kind, string name)
    {
        if (name.Length is 0 or > MaxLength || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return $"A variable's name has at most {MaxLength} letters, digits and underscores, and does not begin with a digit.";
        if (SystemPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || SystemNames.Contains(name, StringComparer.OrdinalIgnoreCase))
            return $"'{name}' belongs to the system, which gives it to its pods itself.";
        if (ComponentKinds.WithCredentials.Contains(kind) && !name.StartsWith(OwnPrefix, StringComparison.Ordinal) && !Harmless.Contains(name))
            return $"The pods of kind '{kind}' hold credentials of the system, so they take only {string.Join(", ", Harmless)} and variables that begin with '{OwnPrefix}'.";
        return null;
    }
}
