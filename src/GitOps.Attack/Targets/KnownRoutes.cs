namespace GitOps.Attack.Targets;

/// <summary>
/// Written by hand, and meant to be short: what may be open. It is the control of what the configstore declares of itself. A test holds the
/// lists of routes equal to those of the processes.
/// </summary>
public static class KnownRoutes
{
    /// <summary>What anybody may call at the configstore, and whether that may succeed without more: the others are signed, or want a login under way.</summary>
    public static readonly IReadOnlyDictionary<string, bool> Public = new Dictionary<string, bool>
    {
        ["GET /ping"] = true,
        ["GET /schemas"] = true,
        ["GET /schemas/{name}.json"] = true,
        ["GET /login"] = true,
        ["GET /login/callback"] = false,
        ["POST /logout"] = false,
        ["POST /hook"] = false,
    };

    /// <summary>What the configstore answers beside the routes of its document: for everybody.</summary>
    public static readonly IReadOnlyList<string> Undocumented = ["GET /health", "GET /ready", "GET /metrics", "GET /openapi/{documentName}.json"];

    /// <summary>What everybody may call who is known: it shows them their own.</summary>
    public static readonly IReadOnlyList<string> Known = ["GET /me", "GET /producers"];

    /// <summary>What pods may call, for their own producer.</summary>
    public static readonly IReadOnlyList<string> Pods = ["GET /change-stream/{producer}", "POST /users/{prefix}/{name}/ssh"];

    /// <summary>The actualizer's routes, all of them an operator's.</summary>
    public static readonly IReadOnlyList<Operation> Actualizer =
    [
        new("GET", "/holds", Right.Operator, false, []),
        new("POST", "/holds/release", Right.Operator, false, []),
        new("GET", "/producers/{producer}/pods", Right.Operator, false, []),
        new("GET", "/producers/{producer}/projects/{project}/envs/{env}/functions/{function}/logs", Right.Operator, false, []),
    ];

    /// <summary>What anybody may call at the actualizer.</summary>
    public static readonly IReadOnlyList<string> ActualizerPublic = ["GET /health", "GET /ready", "GET /metrics"];
}
