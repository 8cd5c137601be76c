using GitOps.Gitea.Errors;
using GitOps.Gitea.Http;
using RestEase;

namespace GitOps.Gitea.Paging;

/// <summary>One page of a list.</summary>
/// <param name="Total">Rows in all pages as X-Total-Count says; null where this Gitea says nothing (1.21 for system hooks).</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, int? Total)
{
    /// <exception cref="GiteaProtocolException">The list is null although the count is not zero.</exception>
    public static Page<T> Of(Response<List<T>?> response)
    {
        var total = TotalOf(response.ResponseMessage);
        var items = response.GetContent();
        response.ResponseMessage.Dispose();
        // An empty list may be the word null: the branches of an empty repository are.
        return items is null && total is not 0
            ? throw new GiteaProtocolException($"{RequestText.Of(response.ResponseMessage)}: the list is null, which says nothing.")
            : new(items ?? [], total);
    }

    /// <exception cref="GiteaUnavailableException">The search says of itself that it failed.</exception>
    public static Page<T> Of(Response<SearchAnswer<T>> response)
    {
        var total = TotalOf(response.ResponseMessage);
        var answer = response.GetContent();
        response.ResponseMessage.Dispose();
        return answer is { Ok: true, Data: { } items }
            ? new(items, total)
            : throw new GiteaUnavailableException($"{RequestText.Of(response.ResponseMessage)}: the search failed (ok is false or data is missing). See Gitea's log.");
    }

    private static int? TotalOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Total-Count", out var values)
        && int.TryParse(values.First(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var total)
            ? total
            : null;
}
