using System.Collections.Immutable;
using GitOps.Configstore.Access;
using GitOps.Configstore.Paging;
using GitOps.Configstore.Producers;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Environments;

/// <summary>
/// <c>GET /environments?after=&amp;limit=</c>: the heads of all environments as <see cref="EnvironmentPage"/>. 503 while Gitea was never
/// listed completely: an empty or partial list is never given out as a list. The first page has an ETag.
/// </summary>
public static class EnvironmentListing
{
    public static IEndpointRouteBuilder MapEnvironmentListing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/environments", List)
            .WithSummary("Heads of all environments, in pages")
            .Produces<EnvironmentPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .RequireAccess(Permission.Operator);
        return routes;
    }

    private static IResult List(HttpContext context, ProducerRegistry registry, ListingCursors cursors)
    {
        if (!PageRequest.TryRead(context.Request, out var page, out var reason))
            return Results.Problem(reason, statusCode: StatusCodes.Status400BadRequest);
        var (state, after) = cursors.Read(page.After, registry.Current);
        if (state.CompleteAsOf is not { } completeAsOf) return Answers.NoListingYet(context);
        var limit = page.Limit ?? PageRequest.DefaultLimit;
        if (after is null && Answers.IsNotModified(context, $"{state.Listing}.{limit}")) return Results.StatusCode(StatusCodes.Status304NotModified);

        var first = after is null ? 0 : IndexAfter(state.Heads, after);
        var items = state.Heads.AsSpan()[first..Math.Min(first + limit, state.Heads.Length)].ToArray();
        var next = first + items.Length < state.Heads.Length ? cursors.Create(state, items[^1].Key.ToString()) : null;
        PageRequest.WriteHeaders(context, state.Heads.Length, limit, next);
        return Results.Json(
            new EnvironmentPage { Listing = state.Listing, CompleteAsOf = completeAsOf, Total = state.Heads.Length, Items = items, Next = next },
            ApiJson.Default.EnvironmentPage);
    }

    /// <summary>The first place whose key comes after the text; a text that is no key begins at the start.</summary>
    private static int IndexAfter(ImmutableArray<EnvironmentHead> heads, string after)
    {
        if (!EnvironmentKey.TryParse(after, null, out var key)) return 0;
        var (low, high) = (0, heads.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (heads[middle].Key <= key) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
