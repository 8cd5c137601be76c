using GitOps.Model.LunchBadger.Parameters;

namespace GitOps.Model.LunchBadger;

/// <summary>Names that the canvas gives to policies, and those that Express Gateway knows them by.</summary>
public static class PolicyNames
{
    public const string Proxy = "proxy";
    public const string Cors = "cors";

    /// <summary>Whether Express Gateway itself has a policy; others are plugins'.</summary>
    public static bool IsKnown(string name) => KnownPolicies.ByName.ContainsKey(name);

    public static string ToExpressGateway(string name) => name switch
    {
        "rate-limiter" => "rate-limit",
        "simple-logger" => "log",
        _ => name,
    };
}
