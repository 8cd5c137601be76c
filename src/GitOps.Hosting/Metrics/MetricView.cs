namespace GitOps.Hosting.Metrics;

/// <summary>
/// What is kept of an instrument of the framework whose tags are more than an operator wants to tell apart, and partly the client's to
/// choose: each combination of route, method, status and protocol would be a histogram of its own.
/// </summary>
internal sealed class MetricView
{
    private const string Route = "http.route";
    private const string Status = "http.response.status_code";

    private static readonly Dictionary<string, MetricView> All = new(StringComparer.Ordinal)
    {
        ["http.server.request.duration"] = new(["url.scheme", "network.protocol.version", "error.type", "aspnetcore.request.is_unhandled"])
        {
            Bounds = [0.005, 0.025, 0.1, 0.5, 2.5, 10],
            LeavesRouteOfRefusals = true,
        },
        ["aspnetcore.routing.match_attempts"] = new([Route]),
        ["http.client.request.duration"] = new(["url.scheme", "network.protocol.version"]),
        ["http.client.request.time_in_queue"] = new(["url.scheme", "network.protocol.version", "http.request.method"]),
        ["http.client.connection.duration"] = new(["url.scheme", "network.protocol.version", "network.peer.address"]),
        ["http.client.open_connections"] = new(["url.scheme", "network.protocol.version", "network.peer.address"]),
    };

    private readonly string[] _left;

    private MetricView(string[] left) => _left = left;

    /// <summary>Buckets other than the instrument's own.</summary>
    public double[]? Bounds { get; private init; }

    /// <summary>Whoever is refused, or asks for what there is not, would make a series of every route.</summary>
    private bool LeavesRouteOfRefusals { get; init; }

    public static MetricView? Of(string instrument) => All.GetValueOrDefault(instrument);

    /// <summary>Whether a tag is left out.</summary>
    public bool Leaves(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _left.Contains(name) || (LeavesRouteOfRefusals && name == Route && IsRefusal(tags));

    private static bool IsRefusal(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == Status) return value is >= 400 and < 500;
        }
        return false;
    }
}
