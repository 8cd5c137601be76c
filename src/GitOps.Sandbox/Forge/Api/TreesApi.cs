using System.Globalization;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Trees and blobs by their ids, which never change.</summary>
internal static class TreesApi
{
    public const int DefaultPerPage = 1000;

    public static ForgeRoutes MapTrees(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/git/trees/{**sha}", TokenScope.Repository, Tree)
        .Get("/repos/{owner}/{repo}/git/blobs/{sha}", TokenScope.Repository, Blob);

    private static ApiAnswer Tree(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        var asked = request.Route("sha");
        var (id, treeId) = Resolve(bare, asked);
        var url = $"{request.Bodies.Api}/repos/{request.Bodies.FullName(repository)}/git";
        var perPage = int.TryParse(request.Query("per_page"), CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= DefaultPerPage ? limit : DefaultPerPage;
        var page = int.TryParse(request.Query("page"), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : 1;
        var listing = new TreeListing(bare, request.Flag("recursive"));
        var count = listing.Count(treeId);
        var first = (page - 1L) * perPage;
        var rows = listing.Page(treeId, first, perPage).Select(row => Body(bare, url, row.Path, row.Entry)).ToArray();
        return ApiAnswer.Ok(new TreeBody(id, $"{url}/trees/{id}", rows, first + perPage < count, page, count))
            with
        { Headers = [("X-Total-Count", count.ToString(CultureInfo.InvariantCulture)), ("Access-Control-Expose-Headers", "X-Total-Count")] };
    }

    // A tree may be asked for by its own id or by a commit's; the answer echoes the id that was meant.
    private static (string Id, string TreeId) Resolve(BareRepository bare, string asked)
    {
        if (bare.Objects.TryRead(asked) is { Kind: GitObjectKind.Tree })
        {
            return (asked, asked);
        }

        var commit = bare.TryResolveCommit(asked) ?? throw new ApiException(400, $"sha not found [{asked}]");
        return (commit.Id, commit.TreeId);
    }

    private static TreeEntryBody Body(BareRepository bare, string url, string path, TreeEntry entry)
    {
        var type = entry.IsDirectory ? "tree" : entry.IsSubmodule ? "commit" : "blob";
        var size = type == "blob" ? bare.Objects.TrySize(entry.Id) ?? 0 : 0;
        return new TreeEntryBody(path, entry.Mode.PadLeft(6, '0'), type, size, entry.Id, $"{url}/{type}s/{entry.Id}");
    }

    private static ApiAnswer Blob(ApiRequest request)
    {
        var repository = request.Repository();
        var id = request.Route("sha");
        return request.Open(repository).Objects.TryRead(id) is { Kind: GitObjectKind.Blob } blob
            ? ApiAnswer.Ok(new BlobBody(
                Convert.ToBase64String(blob.Content),
                "base64",
                $"{request.Bodies.Api}/repos/{request.Bodies.FullName(repository)}/git/blobs/{id}",
                id,
                blob.Content.Length))
            : throw new ApiException(400, $"object does not exist [id: {id}, rel_path: ]");
    }
}
