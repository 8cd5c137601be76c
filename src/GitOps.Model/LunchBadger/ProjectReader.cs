using System.Text.Json.Nodes;
using GitOps.Model.Documents;

namespace GitOps.Model.LunchBadger;

/// <summary>Reads the project inside <c>lunchbadger.json</c> as far as components are made from it.</summary>
internal static class ProjectReader
{
    private static readonly string[] OtherEntities =
        ["gateways", "apis", "portals", "microServices", "dataSources", "privateModels", "models", "functions"];

    public static LunchBadgerProject Read(JsonObject source, JsonMembers members)
    {
        var gateways = members.RequiredObjects(source, "gateways").Select(item => ReadGateway(item, members)).OfType<Gateway>().ToList();
        var serviceEndpoints = members.RequiredObjects(source, "serviceEndpoints").Select(item => ReadServiceEndpoint(item, members)).OfType<ServiceEndpoint>().ToList();
        var apiEndpoints = ApiEndpointSources(source, members).Select(item => ReadApiEndpoint(item, members)).OfType<ApiEndpoint>().ToList();
        var connections = members.RequiredObjects(source, "connections").Select(item => ReadConnection(item, members)).OfType<Connection>().ToList();
        return new LunchBadgerProject
        {
            Source = source,
            Gateways = gateways,
            ServiceEndpoints = serviceEndpoints,
            ApiEndpoints = apiEndpoints,
            Connections = connections,
            ApiEndpointIdsByPipeline = ApiEndpointIdsByPipeline(apiEndpoints, connections),
            OtherIds = ReadOtherIds(source),
        };
    }

    private static ILookup<string, string> ApiEndpointIdsByPipeline(List<ApiEndpoint> apiEndpoints, List<Connection> connections)
    {
        var known = apiEndpoints.Select(endpoint => endpoint.Id).ToHashSet(StringComparer.Ordinal);
        return connections
            .Where(connection => known.Contains(connection.ToId))
            .DistinctBy(connection => (connection.FromId, connection.ToId))
            .ToLookup(connection => connection.FromId, connection => connection.ToId, StringComparer.Ordinal);
    }

    private static Gateway? ReadGateway(JsonObject source, JsonMembers members)
    {
        var id = members.RequiredText(source, "id");
        var name = members.OptionalText(source, "name") ?? "";
        var policies = members.RequiredTexts(source, "policies");
        var pipelines = PipelineSources(source, members).Select(item => ReadPipeline(item, members)).OfType<Pipeline>().ToList();
        var system = members.OptionalObject(source, "system");
        if (id is null) return null;
        return new Gateway
        {
            Source = source,
            Id = id,
            Name = name,
            Instance = GatewayInstance.Of(name, id),
            Policies = policies,
            Pipelines = pipelines,
            System = system,
        };
    }

    /// <summary>A canvas that saves for the first time leaves `pipelines` empty and puts them beside.</summary>
    private static IEnumerable<JsonObject> PipelineSources(JsonObject gateway, JsonMembers members) =>
        gateway["pipelines"] is null or JsonArray { Count: 0 }
        && gateway["pipelinesLunchbadger"] is JsonArray { Count: > 0 }
            ? members.Objects(gateway, "pipelinesLunchbadger")
            : members.RequiredObjects(gateway, "pipelines");

    private static Pipeline? ReadPipeline(JsonObject source, JsonMembers members)
    {
        var id = members.RequiredText(source, "id");
        var name = members.OptionalText(source, "name") ?? "";
        var policies = members.RequiredObjects(source, "policies").ToList();
        return id is null ? null : new Pipeline { Source = source, Id = id, Name = name, Policies = policies };
    }

    private static ServiceEndpoint? ReadServiceEndpoint(JsonObject source, JsonMembers members)
    {
        var id = members.RequiredText(source, "id");
        var name = members.OptionalText(source, "name") ?? "";
        var urls = members.RequiredTexts(source, "urls");
        return id is null ? null : new ServiceEndpoint(source, id, name, urls);
    }

    private static IEnumerable<JsonObject> ApiEndpointSources(JsonObject source, JsonMembers members)
    {
        var apis = members.Objects(source, "apis")
            .Concat(members.Objects(source, "portals").SelectMany(portal => members.Objects(portal, "apis")));
        return members.RequiredObjects(source, "apiEndpoints")
            .Concat(apis.SelectMany(api => members.Objects(api, "apiEndpoints")));
    }

    private static ApiEndpoint? ReadApiEndpoint(JsonObject source, JsonMembers members)
    {
        var id = members.RequiredText(source, "id");
        var name = members.OptionalText(source, "name") ?? "";
        var host = members.OptionalText(source, "host") ?? "*";
        return id is null ? null : new ApiEndpoint(source, id, name, host);
    }

    private static Connection? ReadConnection(JsonObject source, JsonMembers members)
    {
        var from = members.RequiredText(source, "fromId");
        var to = members.RequiredText(source, "toId");
        return from is null || to is null ? null : new Connection(source, from, to);
    }

    private static HashSet<string> ReadOtherIds(JsonObject source)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entities in OtherEntities) AddIds(source[entities], ids);
        foreach (var gateway in Items(source["gateways"]))
        {
            AddIds(gateway["pipelines"], ids);
            AddIds(gateway["pipelinesLunchbadger"], ids);
        }
        foreach (var portal in Items(source["portals"])) AddIds(portal["apis"], ids);
        foreach (var service in Items(source["microServices"])) AddIds(service["models"], ids);
        return ids;
    }

    private static IEnumerable<JsonObject> Items(JsonNode? node) => node is JsonArray array ? array.OfType<JsonObject>() : [];

    private static void AddIds(JsonNode? node, HashSet<string> ids)
    {
        foreach (var item in Items(node))
        {
            foreach (var member in (ReadOnlySpan<string>)["id", "lunchbadgerId"])
            {
                if (item[member] is { } id && JsonMembers.TryText(id, out var text)) ids.Add(text);
            }
        }
    }
}
