using GitOps.Configstore.Producers;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea;
using GitOps.Gitea.Errors;
using GitOps.Model.Api;
using GitOps.Model.Snapshots;

namespace GitOps.Configstore.Environments;

/// <summary>
/// <c>GET /producers/{name}/envs/{env}</c>: the snapshot of the newest revision, or of <c>?revision=</c>.
/// <c>GET …/files/{role}/{path}</c>: one file of it. The ETag of both is the revision, also in <c>X-Revision</c>.
/// </summary>
public static class EnvironmentRoutes
{
    public const string RevisionHeader = "X-Revision";

    private const int MaxFileBytes = 1024 * 1024;

    public static IEndpointRouteBuilder MapEnvironments(this IEndpointRouteBuilder routes) => routes.MapPerEnvironment(environment =>
    {
        environment.MapGet("", GetAsync)
            .WithSummary("All documents of an environment at a revision")
            .Produces<EnvironmentSnapshot>()
            .Produces(StatusCodes.Status304NotModified);
        environment.MapGet("/files/{**path}", GetFileAsync)
            .WithSummary("One file of an environment at a revision: dev/<path> or functions/<path>")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream")
            .Produces(StatusCodes.Status304NotModified);
    });

    private static async Task<IResult> GetAsync(
        HttpContext context, ProducerRegistry registry, SnapshotStore snapshots, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return refusal;
        if (!TryReadRevision(context, place, out var revision, out refusal)) return refusal!;
        if (IsNotModified(context, revision)) return Results.StatusCode(StatusCodes.Status304NotModified);
        return await AnswerAsync(context, async () =>
        {
            var dev = snapshots.GetAsync(Source(place, RepositoryRole.Dev, revision, settings), cancellation);
            var functions = snapshots.GetAsync(Source(place, RepositoryRole.Functions, revision, settings), cancellation);
            await Task.WhenAll(dev, functions);
            return Results.Json(
                new EnvironmentSnapshot
                {
                    Producer = place.Key.Producer,
                    Project = place.Key.Project,
                    Environment = place.Key.Environment,
                    Revision = revision,
                    Dev = await dev,
                    Functions = await functions,
                },
                ApiJson.Default.EnvironmentSnapshot);
        });
    }

    private static async Task<IResult> GetFileAsync(
        string path, HttpContext context, ProducerRegistry registry, SnapshotStore snapshots, ConfigstoreSettings settings, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, registry, out var place, out var refusal)) return refusal;
        if (!FilePath.TryParse(path, out var role, out var file)) return Answers.BadRequest($"'{path}' is no path of a file: dev/<path> or functions/<path>, slash-separated, without '.', '..', backslash, '%' and control characters.");
        if (!TryReadRevision(context, place, out var revision, out refusal)) return refusal!;
        return await AnswerAsync(context, async () =>
        {
            var source = Source(place, role, revision, settings);
            var manifest = await snapshots.GetManifestAsync(source, cancellation);
            // The path only ever picks an entry of the commit's own list; no file system and no URL sees it.
            var found = manifest.Files.FirstOrDefault(candidate => candidate.Path == file);
            if (found is null) return Answers.NotFound($"There is no file '{path}' at this revision.");
            if (found.Kind != CommitFileKind.Regular) return Results.Problem($"'{path}' is a symbolic link or submodule and is not followed.", statusCode: StatusCodes.Status422UnprocessableEntity);
            if (found.Size > MaxFileBytes) return Results.Problem($"'{path}' has {found.Size} bytes; {MaxFileBytes} are served.", statusCode: StatusCodes.Status413PayloadTooLarge);
            if (IsNotModified(context, revision)) return Results.StatusCode(StatusCodes.Status304NotModified);
            // Whatever a tenant put into the file, no browser may take it for a page.
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentDisposition = "attachment";
            return Results.Bytes(await snapshots.GetFileAsync(source, found, cancellation), "application/octet-stream");
        });
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Func<Task<IResult>> read)
    {
        try
        {
            return await read();
        }
        catch (CommitNotFoundException missing)
        {
            return Answers.NotFound(missing.Message);
        }
        catch (GiteaException failure)
        {
            return Answers.NotRead(context, failure);
        }
    }

    private static bool TryReadRevision(HttpContext context, EnvironmentPlace place, out Revision revision, out IResult? refusal)
    {
        refusal = null;
        revision = place.Revision;
        if (context.Request.Query["revision"] is not [{ Length: > 0 } text] || Revision.TryParse(text, out revision)) return true;
        refusal = Answers.BadRequest("revision must be <dev commit>.<functions commit>, as in the ETag.");
        return false;
    }

    private static bool IsNotModified(HttpContext context, Revision revision)
    {
        context.Response.Headers[RevisionHeader] = revision.ToString();
        return Answers.IsNotModified(context, revision.ToString());
    }

    private static RepositoryAtCommit Source(EnvironmentPlace place, RepositoryRole role, Revision revision, ConfigstoreSettings settings)
    {
        var commit = role == RepositoryRole.Dev ? revision.Dev : revision.Functions;
        if (place.Of(role) is { } repository) return new RepositoryAtCommit(repository.Name, repository.Id, role, repository.Branch, commit);
        var name = new RepositoryName(place.Key.Producer.ToUserName(settings.RepoPrefix), RepositoryLayout.NameOf(new RepositorySlot(place.Key.Project, role)));
        return commit == Revision.NoCommit
            ? new RepositoryAtCommit(name, 0, role, "", commit)
            : throw new CommitNotFoundException($"Repository {name} does not exist, so it has no commit {commit}.");
    }
}
