using System.Globalization;
using System.Text;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Files as they are: <c>/raw</c> and <c>/media</c>, with the blob's id as ETag.</summary>
internal static class RawApi
{
    public static ForgeRoutes MapRaw(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/raw/{**path}", TokenScope.Repository, Get)
        .Get("/repos/{owner}/{repo}/media/{**path}", TokenScope.Repository, request => Get(request) with { Headers = [] });

    private static ApiAnswer Get(ApiRequest request)
    {
        var repository = request.Repository();
        if (repository.IsEmpty)
        {
            throw new ApiException(404, "repository is empty", hasErrors: true);
        }

        var bare = request.Open(repository);
        var revision = request.Query("ref") is { Length: > 0 } asked ? asked : repository.DefaultBranch;
        var commit = bare.TryResolveCommit(revision) ?? throw ApiException.NotFound();
        var path = request.Route("path").Trim('/');
        var entry = bare.TryEntry(commit.TreeId, path) ?? throw ApiException.NotFound();
        if (entry.IsDirectory || entry.IsSubmodule)
        {
            throw new ApiException(404, "getBlobForEntry", hasErrors: true);
        }

        var tag = $"\"{entry.Id}\"";
        var changed = History.LastChanges(bare, commit, [path])[path].Committer.When;
        var headers = new List<(string, string)> { ("Etag", tag), ("Last-Modified", changed.UtcDateTime.ToString("R", CultureInfo.InvariantCulture)) };
        if (request.Http.Request.Headers.IfNoneMatch.Any(given => given?.Contains(tag, StringComparison.Ordinal) ?? false))
        {
            return new ApiAnswer(304) { Headers = headers };
        }

        var content = bare.Objects.Read(entry.Id, GitObjectKind.Blob);
        headers.Add(("Content-Disposition", $"inline; filename={Quoted(entry.Name)}"));
        headers.Add(("Access-Control-Expose-Headers", "Content-Disposition"));
        return new ApiAnswer(200) { Raw = content, ContentType = IsText(content) ? "text/plain; charset=utf-8" : "application/octet-stream", Headers = headers };
    }

    private static bool IsText(byte[] content)
    {
        if (content.AsSpan().Contains((byte)0))
        {
            return false;
        }

        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(content);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static string Quoted(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        ? name
        : $"\"{Uri.EscapeDataString(name)}\"";
}
