using System.Text.Json.Nodes;
using GitOps.Configstore.LoopBack;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>Saving and deleting entities over HTTP; what a body holds is saved in one commit, or nothing of it.</summary>
internal static class EntityEdits
{
    private const int MaxEntities = 1000;

    /// <summary>Saves the entity of the body, or all of an array, and answers with it as it is then.</summary>
    /// <param name="id">The one that is meant; null when the body says it.</param>
    /// <param name="adapt">Puts into an entity what the route says of it.</param>
    public static async Task<IResult> SaveAsync(
        HttpContext context, EntityKind kind, string? id, SaveMode mode, CancellationToken cancellation, Action<Workspace, JsonObject>? adapt = null)
    {
        var (body, status, reason) = await JsonBodies.ReadAsync(context, JsonBodies.MaxDocumentBytes, cancellation);
        if (status != StatusCodes.Status200OK) return LoopBackAnswers.Error(status, reason);
        var several = body as JsonArray;
        if (id is not null || mode != SaveMode.Create) several = null;
        var sent = several?.OfType<JsonObject>().ToList() ?? (body is JsonObject one ? [one] : null);
        if (sent is null || sent.Count > MaxEntities || (several is not null && several.Count != sent.Count))
            return LoopBackAnswers.Error(StatusCodes.Status400BadRequest, $"The body must be a {kind.Name} as a JSON object{(mode == SaveMode.Create ? $", or an array of at most {MaxEntities}" : "")}.");
        List<SavedEntity> saved = [];
        return await WorkspaceAnswers.EditAsync(context, kind.Name, workspace =>
        {
            saved = [];
            foreach (var entity in sent.Select(entity => (JsonObject)entity.DeepClone()))
            {
                adapt?.Invoke(workspace, entity);
                saved.Add(kind.Save(workspace, id, entity, mode));
            }
            return [.. saved.Select(entity => entity.Description)];
        }, () => several is null ? LoopBackAnswers.Json(saved[0].Entity) : WorkspaceAnswers.List(saved.Select(entity => entity.Entity)), cancellation);
    }

    /// <summary>Deletes one, and answers with how many there were.</summary>
    public static Task<IResult> DeleteAsync(HttpContext context, EntityKind kind, string id, CancellationToken cancellation) =>
        DeleteAsync(context, kind, workspace => kind.Find(workspace, id) is { } found ? [found] : [], WorkspaceAnswers.Count, cancellation);

    /// <summary>Deletes those that are found, in one commit.</summary>
    public static Task<IResult> DeleteAsync(
        HttpContext context, EntityKind kind, Func<Workspace, IReadOnlyList<JsonObject>> find, Func<int, IResult> success, CancellationToken cancellation)
    {
        var count = 0;
        return WorkspaceAnswers.EditAsync(context, kind.Name, workspace =>
        {
            var deleted = find(workspace).Select(entity => kind.Delete(workspace, EntityJson.Text(entity, "id")!)).OfType<string>().ToList();
            count = deleted.Count;
            return deleted;
        }, () => success(count), cancellation);
    }
}
