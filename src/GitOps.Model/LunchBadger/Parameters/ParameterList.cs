namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>The parameters that something takes. Members that are not listed are let through, as Express Gateway does.</summary>
internal sealed record ParameterList(params IReadOnlyList<Parameter> Parameters)
{
    public static ParameterList None { get; } = new();

    /// <summary>Of these there must be one, and not more; empty for no such rule.</summary>
    public IReadOnlyList<string> ExactlyOneOf { get; init; } = [];

    /// <summary>Of these there must be one or more; empty for no such rule.</summary>
    public IReadOnlyList<string> AtLeastOneOf { get; init; } = [];
}
