using System.Text.Json.Nodes;
using GitOps.Model.LunchBadger;
using GitOps.Model.Validation;

namespace GitOps.Model.Documents;

/// <summary>
/// Follows what documents say of each other: ids must be unique, connections and proxies must lead somewhere. Looks at
/// each reference once and follows none further, so circles do no harm.
/// </summary>
internal static class ReferenceCheck
{
    // The name under which a gateway's own admin API may be reachable in its configuration.
    private const string ReservedId = "admin";

    public static void Check(EnvironmentDocuments documents, ProblemList problems)
    {
        var project = documents.Project;
        var targets = new Dictionary<string, (string File, JsonObject Source)>(StringComparer.Ordinal);
        var apiEndpoints = new Dictionary<string, (string File, JsonObject Source)>(StringComparer.Ordinal);
        var pipelines = new Dictionary<string, (string File, JsonObject Source)>(StringComparer.Ordinal);
        foreach (var endpoint in project.ServiceEndpoints) Claim(targets, endpoint.Id, EnvironmentDocuments.ProjectFile, endpoint.Source, "id", problems);
        foreach (var model in documents.Models)
            if (model.LunchBadgerId is { } id) Claim(targets, id, model.File, model.Source, "lunchbadgerId", problems);
        foreach (var service in documents.Services)
            if (service.LunchBadgerId is { } id) Claim(targets, id, service.File, (JsonObject)service.Source["lunchbadger"]!, "id", problems);
        foreach (var endpoint in project.ApiEndpoints) Claim(apiEndpoints, endpoint.Id, EnvironmentDocuments.ProjectFile, endpoint.Source, "id", problems);
        foreach (var pipeline in project.Gateways.SelectMany(gateway => gateway.Pipelines))
            Claim(pipelines, pipeline.Id, EnvironmentDocuments.ProjectFile, pipeline.Source, "id", problems);

        foreach (var connection in project.Connections)
        {
            CheckEnd(connection, "fromId", connection.FromId);
            CheckEnd(connection, "toId", connection.ToId);
        }
        foreach (var pipeline in project.Gateways.SelectMany(gateway => gateway.Pipelines)) CheckProxies(pipeline, targets, problems);

        void CheckEnd(Connection connection, string member, string id)
        {
            if (!targets.ContainsKey(id) && !apiEndpoints.ContainsKey(id) && !pipelines.ContainsKey(id)
                && !project.OtherIds.Contains(id) && !documents.DataSourceIds.Contains(id))
                problems.Add(Of(EnvironmentDocuments.ProjectFile, connection.Source, member, $"Connects to '{Shorten(id)}', but nothing has this id: no pipeline, endpoint, model or function.", "Remove the connection, or add what it leads to in the same commit."));
        }
    }

    private static void Claim(Dictionary<string, (string File, JsonObject Source)> owners, string id, string file, JsonObject source, string member, ProblemList problems)
    {
        if (id == ReservedId) problems.Add(file, source, member, $"The id '{ReservedId}' belongs to the gateway's own admin API.");
        else if (!owners.TryAdd(id, (file, source))) problems.Add(Of(file, source, member, $"The id '{Shorten(id)}' is taken by {owners[id].File} {owners[id].Source.GetPath()}.", "Give one of the two another id, and change the connections and proxies that mean it."));
    }

    private static void CheckProxies(Pipeline pipeline, Dictionary<string, (string File, JsonObject Source)> targets, ProblemList problems)
    {
        foreach (var (name, steps) in pipeline.Policies.SelectMany(PolicySteps.Policies))
        {
            if (name != PolicyNames.Proxy) continue;
            foreach (var endpoint in PolicySteps.Pairs(steps).Select(PolicySteps.ServiceEndpoint))
            {
                // Without an endpoint a proxy answers 502: a canvas draws the policy before the connection.
                if (endpoint is null) continue;
                if (!JsonMembers.TryText(endpoint, out var id)) problems.Add(EnvironmentDocuments.ProjectFile, endpoint, "'serviceEndpoint' must be a string.");
                else if (id.Length > 0 && !targets.ContainsKey(id))
                    problems.Add(new Problem(EnvironmentDocuments.ProjectFile, endpoint.GetPath(), $"Proxies to '{Shorten(id)}', but no service endpoint, model or function has this id.") { Hint = "Change or remove the proxy first, or add what it leads to in the same commit." });
            }
        }
    }

    private static Problem Of(string file, JsonObject source, string member, string reason, string hint) =>
        new(file, JsonPath.Member(source.GetPath(), member), reason) { Hint = hint };

    private static string Shorten(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
