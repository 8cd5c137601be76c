using static GitOps.Model.LunchBadger.Parameters.ParameterType;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>The conditions of Express Gateway 1.16.11 with what its own schemas say of their parameters.</summary>
internal static class KnownConditions
{
    public static IReadOnlyDictionary<string, ParameterList> ByName { get; } = new Dictionary<string, ParameterList>(StringComparer.Ordinal)
    {
        ["always"] = ParameterList.None,
        ["never"] = ParameterList.None,
        ["authenticated"] = ParameterList.None,
        ["anonymous"] = ParameterList.None,
        ["tlsClientAuthenticated"] = ParameterList.None,
        ["allOf"] = new(new Parameter("conditions", Conditions) { Required = true }),
        ["oneOf"] = new(new Parameter("conditions", Conditions) { Required = true }),
        ["not"] = new(new Parameter("condition", Condition) { Required = true }),
        ["pathMatch"] = new(new Parameter("pattern", Pattern) { Required = true }),
        ["pathExact"] = new(new Parameter("path", Text) { Required = true }),
        ["hostMatch"] = new(new Parameter("pattern", Text) { Required = true }),
        ["method"] = new(new Parameter("methods", TextOrTexts)
        {
            Required = true,
            Choices = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
        }),
        ["expression"] = new(new Parameter("expression", Text) { Required = true }),
        ["json-schema"] = new(new("schema", Schema) { Required = true }, new("logErrors", Flag)),
    };
}
