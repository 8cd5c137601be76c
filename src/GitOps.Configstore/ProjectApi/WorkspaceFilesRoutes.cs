using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.LoopBack;
using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.ProjectApi;

/// <summary>
/// The code of the workspace as the predecessor's canvas edits it, below <c>…/project-api/api/WorkspaceFiles/files</c>: a tree
/// <c>{files:{server:{models:{"car.js":"…"}}}}</c>. Writing changes what the tree names and nothing else; null deletes.
/// </summary>
public static class WorkspaceFilesRoutes
{
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>Bounds of what is read for one answer; what is beyond them is left out and stays as it is.</summary>
    private const int MaxFileBytes = 256 * 1024;
    private const int MaxTotalBytes = 4 * 1024 * 1024;
    private const int MaxFiles = 500;

    public static IEndpointRouteBuilder MapWorkspaceFiles(this IEndpointRouteBuilder routes)
    {
        const string path = "/project-api/api/WorkspaceFiles/files";
        routes.MapGet(path, GetAsync).WithSummary("package.json and the text files of server and common, as a tree").Produces<JsonObject>();
        routes.MapPut(path, PutAsync).WithSummary("Writes the files that the tree names; null deletes").Accepts<JsonObject>("application/json").Produces<JsonObject>();
        return routes;
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, ProducerRegistry registry, SnapshotStore snapshots, DraftValidation validation, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return LoopBackAnswers.Of(refusal);
        try
        {
            var source = validation.Source(place, RepositoryRole.Dev);
            var (files, total) = (new JsonObject(), 0L);
            foreach (var file in (await snapshots.GetManifestAsync(source, cancellation)).Files.Where(IsShown).Take(MaxFiles))
            {
                if ((total += file.Size) > MaxTotalBytes) break;
                if (DocumentReading.TryDecode(await snapshots.GetFileAsync(source, file, cancellation), out var text)) Put(files, file.Path, text);
            }
            EditAnswers.SetRevision(context, place.Revision);
            return LoopBackAnswers.Json(new JsonObject { ["files"] = files });
        }
        catch (Exception failure) when (failure is GiteaException or CommitNotFoundException)
        {
            return LoopBackAnswers.Of(Answers.NotRead(context, failure));
        }
    }

    private static async Task<IResult> PutAsync(HttpContext context, RepositoryEditor editor, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return LoopBackAnswers.Of(refusal!);
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, MaxBodyBytes, cancellation);
        if (body is null) return LoopBackAnswers.Of(notAnObject!);
        var edits = new List<(string Path, string? Text)>();
        if (body["files"] is not JsonObject tree || !TryFlatten(tree, "", edits))
            return LoopBackAnswers.Error(StatusCodes.Status400BadRequest, "Expected {\"files\":{…}}: folders as objects, files as their text, null to delete.");
        var outcome = await editor.EditAsync(place, RepositoryRole.Dev, expected, context.GetCaller(), (draft, _) =>
        {
            foreach (var (path, text) in edits)
            {
                if (text is not null) draft.Write(path, text);
                else if (draft.Exists(path)) draft.Delete(path);
            }
            return new($"Save {string.Join(", ", edits.Select(edit => edit.Path))}");
        }, cancellation);
        return LoopBackAnswers.Of(context, "WorkspaceFiles", outcome, _ => LoopBackAnswers.Json(new JsonObject { ["files"] = tree.DeepClone() }));
    }

    private static bool IsShown(CommitFile file) =>
        file.Kind == CommitFileKind.Regular && file.Size <= MaxFileBytes
        && (file.Path == "package.json" || file.Path.StartsWith("server/", StringComparison.Ordinal) || file.Path.StartsWith("common/", StringComparison.Ordinal));

    private static void Put(JsonObject tree, string path, string text)
    {
        var segments = path.Split('/');
        foreach (var folder in segments[..^1])
        {
            if (tree[folder] is not JsonObject below) tree[folder] = below = [];
            tree = below;
        }
        tree[segments[^1]] = text;
    }

    private static bool TryFlatten(JsonObject tree, string folder, List<(string, string?)> edits)
    {
        foreach (var (name, value) in tree)
        {
            switch (value?.GetValueKind())
            {
                case null:
                    edits.Add((folder + name, null));
                    break;
                case JsonValueKind.String:
                    edits.Add((folder + name, value.GetValue<string>()));
                    break;
                case JsonValueKind.Object when TryFlatten((JsonObject)value, $"{folder}{name}/", edits):
                    break;
                default:
                    return false;
            }
        }
        return true;
    }
}
