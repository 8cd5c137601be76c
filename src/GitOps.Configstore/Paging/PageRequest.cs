using System.Globalization;

namespace GitOps.Configstore.Paging;

/// <summary>What a client asks of a list: <c>?limit=</c> (1 to 1000) and <c>?after=</c> (the <c>next</c> of the page before).</summary>
/// <param name="Limit">Null when none was given.</param>
/// <param name="After">Null for the first page.</param>
public readonly record struct PageRequest(int? Limit, string? After)
{
    public const int MaxLimit = 1000;
    public const int DefaultLimit = 500;

    /// <summary>Reads the query; false with the reason when the limit is no number from 1 to <see cref="MaxLimit"/>.</summary>
    public static bool TryRead(HttpRequest request, out PageRequest page, out string reason)
    {
        reason = "";
        page = new PageRequest(null, request.Query["after"] is [{ Length: > 0 } after] ? after : null);
        if (request.Query["limit"] is not [{ Length: > 0 } text]) return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit is < 1 or > MaxLimit)
        {
            reason = $"limit must be a whole number from 1 to {MaxLimit}.";
            return false;
        }
        page = page with { Limit = limit };
        return true;
    }

    /// <summary>Writes <c>X-Total-Count</c>, and <c>Link</c> with the next page (RFC 8288) when there is one.</summary>
    public static void WriteHeaders(HttpContext context, int total, int limit, string? next)
    {
        context.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        if (next is null) return;
        var kept = context.Request.Query.Where(pair => pair.Key is not ("after" or "limit"));
        var query = QueryString.Create(kept).Add("limit", limit.ToString(CultureInfo.InvariantCulture)).Add("after", next);
        context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}{query}>; rel=\"next\"";
    }
}
