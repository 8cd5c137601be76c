namespace GitOps.Model.LunchBadger;

/// <summary>Names that the canvas gives to policies, and those that Express Gateway knows them by.</summary>
public static class PolicyNames
{
    public const string Proxy = "proxy";
    public const string Cors = "cors";

    public static string ToExpressGateway(string name) => name switch
    {
        "rate-limiter" => "rate-limit",
        "simple-logger" => "log",
        _ => name,
    };
}
