namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>The parameters that something takes. What is not listed is refused: libraries below Express Gateway take any option from there.</summary>
internal sealed record ParameterList(params IReadOnlyList<Parameter> Parameters)
{
    private IReadOnlySet<string>? _names;

    public static ParameterList None { get; } = new();

    /// <summary>Names of the parameters.</summary>
    public IReadOnlySet<string> Names => _names ??= Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether further members mean something to somebody else, who is not known here.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether a member that is null counts as none.</summary>
    public bool NullIsNone { get; init; }

    /// <summary>Of these there must be one, and not more; empty for no such rule.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    /// <summary>Of these there must be one or more; empty for no such rule.</summary>
    public IReadOnlyList<string> AtLeastOneOf { get; init; } = [];
}
