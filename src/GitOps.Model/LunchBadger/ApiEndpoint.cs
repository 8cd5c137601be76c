using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger.Parameters;

namespace GitOps.Model.LunchBadger;

/// <summary>Hosts, paths and methods under which a pipeline is reached. What a gateway reads of it is in <see cref="Source"/>.</summary>
public sealed record ApiEndpoint(JsonObject Source, string Id, string Name, string Host)
{
    /// <summary>Members of <see cref="Source"/> that mean something to a gateway, besides the host; the others are a canvas's.</summary>
    public static IReadOnlySet<string> Parameters => KnownEndpoints.ApiEndpoint.Names;
}
