using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Model.Documents;

namespace GitOps.Configstore.ProjectApi;

/// <summary>A collection of a project by its address: of the project itself, a gateway's pipelines, or a pipeline's policies.</summary>
/// <param name="Name">Such as <c>gateways</c>, <c>pipelines</c>, <c>policies</c>.</param>
/// <param name="Singular">The word for one of it.</param>
/// <param name="Gateway">Id of the gateway that holds it; null of the project's own.</param>
/// <param name="Pipeline">Id of the pipeline that holds it; null of others than policies.</param>
internal sealed record EntityCollection(string Name, string Singular, string? Gateway = null, string? Pipeline = null)
{
    /// <summary>The collection that a request's route names; null when there is none of that name.</summary>
    public static EntityCollection? Of(HttpContext context)
    {
        var gateway = context.Request.RouteValues["gateway"] as string;
        if (context.Request.RouteValues["pipeline"] is string pipeline) return new EntityCollection("policies", "policy", gateway, pipeline);
        if (gateway is not null) return new EntityCollection("pipelines", "pipeline", gateway);
        return context.Request.RouteValues["collection"] is string name && ProjectEntities.Collections.TryGetValue(name, out var singular)
            ? new EntityCollection(name, singular)
            : null;
    }

    /// <summary>The array, made when it is missing.</summary>
    /// <exception cref="EditNotFoundException">The gateway or pipeline that should hold it is not there.</exception>
    /// <exception cref="EditRefusedException">What is there is no array.</exception>
    public JsonArray In(JsonObject project)
    {
        var (owner, member) = (project, Name);
        if (Gateway is not null)
        {
            owner = Find(project["gateways"], Gateway) ?? throw Missing("gateway", Gateway);
            if (Pipeline is null) member = ProjectEntities.PipelinesMember(owner);
            else owner = Find(owner[ProjectEntities.PipelinesMember(owner)], Pipeline) ?? throw Missing("pipeline", Pipeline);
        }
        switch (owner[member])
        {
            case JsonArray array: return array;
            case null:
                var made = new JsonArray();
                owner[member] = made;
                return made;
            case var other: throw new EditRefusedException(EnvironmentDocuments.ProjectFile, other.GetPath(), $"'{member}' must be an array.");
        }
    }

    /// <summary>The entity of an id.</summary>
    /// <exception cref="EditNotFoundException">There is none.</exception>
    public JsonObject Entity(JsonObject project, string id) => Find(In(project), id) ?? throw Missing(Singular, id);

    private static JsonObject? Find(JsonNode? array, string id) => ProjectEntities.Items(array).FirstOrDefault(item => ProjectEntities.Text(item, "id") == id);

    private static EditNotFoundException Missing(string what, string id) => new($"There is no {what} '{id}' in this project.");
}
