using System.Text.Json.Nodes;
using GitOps.Configstore.Access;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Environments;
using GitOps.Configstore.GitApi;
using GitOps.Configstore.Producers;
using GitOps.Configstore.ProjectApi;
using GitOps.Configstore.Snapshots;
using GitOps.Gitea.Errors;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Configstore.FunctionApi;

/// <summary>
/// The functions of an environment as the predecessor's sls-api gave them to its canvas, below <c>…/sls-api</c>. A function is a folder
/// of the <c>functions</c> repository; a write is one commit. Without If-Match it is applied to whatever is there.
/// </summary>
public static class FunctionRoutes
{
    private const string All = "/sls-api/service";
    private const string One = All + "/{function}";

    // A function has less than 1 MiB; as JSON every byte may be escaped.
    private const int MaxBodyBytes = 8 * 1024 * 1024;

    public static IEndpointRouteBuilder MapFunctions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sls-api/ping", Ping).WithSummary("Whether the environment exists").Produces<OkAnswer>();
        routes.MapGet(All, ListAsync).WithSummary("All functions, each as {name,serverless,files}").Produces<JsonArray>();
        routes.MapGet(One, GetAsync).WithSummary("One function: {name,serverless,files}").Produces<JsonObject>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapPost(All, PostAsync)
            .WithSummary("Makes a function from the template of its language: {name,env,version,lunchbadger}").Accepts<JsonObject>("application/json")
            .Produces<JsonObject>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapPut(One, PutAsync).WithSummary("Writes serverless.yml and the files that are named; null deletes").Accepts<JsonObject>("application/json")
            .Produces<JsonObject>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        routes.MapDelete(One, DeleteAsync).WithSummary("Deletes a function").Produces<OkAnswer>().ProducesProblem(StatusCodes.Status404NotFound);
        routes.MapDelete(All, DeleteAllAsync).WithSummary("Deletes all functions").Produces<OkAnswer>();
        return routes;
    }

    /// <summary>Reads the repository and answers with what is made of it; ETag, <c>X-Revision</c> and 304 are done here.</summary>
    internal static async Task<IResult> ReadAsync(HttpContext context, Func<RepositorySnapshot, IResult> answer, CancellationToken cancellation)
    {
        if (!EnvironmentLookup.TryFind(context, context.RequestServices.GetRequiredService<ProducerRegistry>(), out var place, out var refusal)) return refusal;
        try
        {
            var repository = await context.RequestServices.GetRequiredService<Functions>().ReadAsync(place, cancellation);
            EditAnswers.SetRevision(context, place.Revision);
            return Answers.IsNotModified(context, place.Revision.ToString()) ? Results.StatusCode(StatusCodes.Status304NotModified) : answer(repository);
        }
        catch (Exception failure) when (failure is GiteaException or CommitNotFoundException)
        {
            return Answers.NotRead(context, failure);
        }
    }

    private static IResult Ping(HttpContext context, ProducerRegistry registry) =>
        EnvironmentLookup.TryFind(context, registry, out _, out var refusal) ? Ok() : refusal;

    private static Task<IResult> ListAsync(HttpContext context, CancellationToken cancellation) =>
        ReadAsync(context, static repository => ProjectAnswers.Json(new JsonArray([.. FunctionView.All(repository)])), cancellation);

    private static Task<IResult> GetAsync(HttpContext context, string function, CancellationToken cancellation) => ReadAsync(
        context,
        repository => FunctionView.Of(function, repository) is { } view ? ProjectAnswers.Json(view) : Answers.NotFound(FunctionDraft.Missing(function)),
        cancellation);

    private static async Task<IResult> PostAsync(HttpContext context, Functions functions, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, MaxBodyBytes, cancellation);
        if (body is null) return notAnObject!;
        var problems = new ProblemList();
        if (NewFunction.TryRead(body, problems) is not { } asked) return EditAnswers.Invalid(problems.Problems);
        var (outcome, view) = await functions.CreateAsync(place, expected, context.GetCaller(), asked, cancellation);
        return EditAnswers.ToResult(context, outcome, _ =>
        {
            context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{asked.Name}";
            return ProjectAnswers.Json(view, StatusCodes.Status201Created);
        });
    }

    private static async Task<IResult> PutAsync(HttpContext context, string function, Functions functions, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var (body, notAnObject) = await JsonBodies.ReadObjectAsync(context, MaxBodyBytes, cancellation);
        if (body is null) return notAnObject!;
        var problems = new ProblemList();
        if (FunctionUpdate.TryRead(body, problems) is not { } update) return EditAnswers.Invalid(problems.Problems);
        if (!FilePath.IsPlain(function)) return Answers.NotFound(FunctionDraft.Missing(function));
        var (outcome, view) = await functions.UpdateAsync(place, expected, context.GetCaller(), function, update, cancellation);
        return EditAnswers.ToResult(context, outcome, _ => ProjectAnswers.Json(view));
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string function, Functions functions, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var outcome = await functions.DeleteAsync(place, expected, context.GetCaller(), function, cancellation);
        return EditAnswers.ToResult(context, outcome, static _ => Ok());
    }

    private static async Task<IResult> DeleteAllAsync(HttpContext context, Functions functions, CancellationToken cancellation)
    {
        if (!ProjectAnswers.TryBegin(context, out var place, out var expected, out var refusal)) return refusal!;
        var outcome = await functions.DeleteAllAsync(place, expected, context.GetCaller(), cancellation);
        return EditAnswers.ToResult(context, outcome, static _ => Ok());
    }

    private static IResult Ok() => Results.Json(new OkAnswer(true), ConfigstoreJson.Default.OkAnswer);
}
