using static GitOps.Model.LunchBadger.Parameters.ParameterType;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>What Express Gateway 1.16.11 takes in an API endpoint.</summary>
internal static class KnownEndpoints
{
    public static ParameterList ApiEndpoint { get; } = new(
        new("paths", TextOrTexts),
        new("path", TextOrTexts),
        new("pathRegex", Pattern),
        new("hostRegex", Pattern),
        new("methods", HttpMethods),
        new("scopes", DistinctTexts))
    {
        // A canvas keeps its own beside them, which goes no further.
        IsOpen = true,
    };
}
