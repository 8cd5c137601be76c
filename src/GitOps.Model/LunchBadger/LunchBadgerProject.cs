using System.Text.Json.Nodes;

namespace GitOps.Model.LunchBadger;

/// <summary>
/// What a canvas keeps of a project in <c>lunchbadger.json</c>. Only what components are made from is typed; everything
/// else stays in <see cref="Source"/>, so that a document can be written back with nothing lost.
/// </summary>
public sealed record LunchBadgerProject
{
    /// <summary>The whole project as it was read.</summary>
    public required JsonObject Source { get; init; }

    public required IReadOnlyList<Gateway> Gateways { get; init; }

    public required IReadOnlyList<ServiceEndpoint> ServiceEndpoints { get; init; }

    /// <summary>Those of the project itself, then of its APIs, then of its portals' APIs.</summary>
    public required IReadOnlyList<ApiEndpoint> ApiEndpoints { get; init; }

    public required IReadOnlyList<Connection> Connections { get; init; }

    /// <summary>Ids of whatever else stands on the canvas and may be connected to.</summary>
    public required IReadOnlySet<string> OtherIds { get; init; }

    /// <summary>API endpoints that each pipeline is connected to, by the pipeline's id, in the order of the connections.</summary>
    public required ILookup<string, string> ApiEndpointIdsByPipeline { get; init; }

    /// <summary>A project on which nothing stands yet.</summary>
    public static LunchBadgerProject Blank() => new()
    {
        Source = [],
        Gateways = [],
        ServiceEndpoints = [],
        ApiEndpoints = [],
        Connections = [],
        ApiEndpointIdsByPipeline = Array.Empty<Connection>().ToLookup(connection => connection.FromId, connection => connection.ToId),
        OtherIds = new HashSet<string>(),
    };
}
