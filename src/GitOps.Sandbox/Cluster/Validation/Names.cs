using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Cluster.Validation;

/// <summary>The rules for names, label keys and label values, with the wording of a Kubernetes API server; null means valid.</summary>
internal static partial class Names
{
    private const string RegexUsed = "regex used for validation is";

    /// <summary>RFC 1123 subdomain, the rule of most names.</summary>
    public static string? SubdomainProblem(string name) =>
        name.Length > 253 ? "must be no more than 253 characters"
        : SubdomainPattern().IsMatch(name) ? null
        : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', "
            + RegexUsed + @" '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>RFC 1123 label: namespaces, containers, volumes.</summary>
    public static string? LabelProblem(string name) =>
        name.Length > 63 ? "must be no more than 63 characters"
        : LabelPattern().IsMatch(name) ? null
        : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', "
            + RegexUsed + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>RFC 1035 label: services.</summary>
    public static string? Rfc1035Problem(string name) =>
        name.Length > 63 ? "must be no more than 63 characters"
        : Rfc1035Pattern().IsMatch(name) ? null
        : "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', "
            + RegexUsed + " '[a-z]([-a-z0-9]*[a-z0-9])?')";

    public static string? LabelValueProblem(string value) =>
        value.Length > 63 ? "must be no more than 63 characters"
        : value.Length == 0 || ValuePattern().IsMatch(value) ? null
        : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', "
            + RegexUsed + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>A label or annotation key: a name of 63 characters with an optional subdomain before a slash.</summary>
    public static string? QualifiedNameProblem(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? key : key[(slash + 1)..];
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
                + RegexUsed + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }
        if (slash == 0)
            return "prefix part must be non-empty";
        if (slash > 0 && SubdomainProblem(key[..slash]) is { } problem)
            return "prefix part " + problem;
        if (name.Length == 0)
            return "name part must be non-empty";
        if (name.Length > 63)
            return "name part must be no more than 63 characters";
        return ValuePattern().IsMatch(name) ? null
            : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
                + RegexUsed + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    }

    /// <summary>A key of a ConfigMap or Secret.</summary>
    public static string? ConfigKeyProblem(string key) =>
        key.Length > 253 ? "must be no more than 253 characters"
        : key is "." or ".." || !ConfigKeyPattern().IsMatch(key)
            ? "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', " + RegexUsed + " '[-._a-zA-Z0-9]+')"
            : null;

    /// <summary>A name that only has to fit into a path.</summary>
    public static string? PathSegmentProblem(string name) => name switch
    {
        "." => "may not be '.'",
        ".." => "may not be '..'",
        _ when name.Contains('/', StringComparison.Ordinal) => "may not contain '/'",
        _ when name.Contains('%', StringComparison.Ordinal) => "may not contain '%'",
        _ => null,
    };

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"\A[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"\A[a-z]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex Rfc1035Pattern();

    [GeneratedRegex(@"\A([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex ValuePattern();

    [GeneratedRegex(@"\A[-._a-zA-Z0-9]+\z")]
    private static partial Regex ConfigKeyPattern();
}
