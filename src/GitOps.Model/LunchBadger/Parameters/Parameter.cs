namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>One parameter of a policy, a condition or an endpoint.</summary>
internal sealed record Parameter(string Name, ParameterType Type)
{
    /// <summary>Whether there is neither a default nor a way to do without.</summary>
    public bool Required { get; init; }

    /// <summary>Makes it required while another parameter has a certain value; null for never.</summary>
    public (string Name, string Value)? RequiredWith { get; init; }

    /// <summary>The only texts that are taken; empty for any.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The parameters inside; only of type <see cref="ParameterType.Parameters"/>.</summary>
    public ParameterList? Inner { get; init; }
}
