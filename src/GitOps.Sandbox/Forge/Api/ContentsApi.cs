using System.Buffers;
using System.Text;
using GitOps.Sandbox.Forge.Access;
using GitOps.Sandbox.Forge.Bodies;
using GitOps.Sandbox.Forge.Git;
using GitOps.Sandbox.Forge.Metadata;
using GitName = GitOps.Gitea.Objects.GitName;

namespace GitOps.Sandbox.Forge.Api;

/// <summary>Files and directories at a revision, and commits that change files.</summary>
internal static class ContentsApi
{
    public static ForgeRoutes MapContents(this ForgeRoutes routes) => routes
        .Get("/repos/{owner}/{repo}/contents", TokenScope.Repository, Get)
        .Get("/repos/{owner}/{repo}/contents/{**path}", TokenScope.Repository, Get)
        .Post("/repos/{owner}/{repo}/contents", TokenScope.Repository, ChangeSeveralAsync)
        .Post("/repos/{owner}/{repo}/contents/{**path}", TokenScope.Repository, request => ChangeOneAsync(request, "create"))
        .Put("/repos/{owner}/{repo}/contents/{**path}", TokenScope.Repository, request => ChangeOneAsync(request, "update"))
        .Delete("/repos/{owner}/{repo}/contents/{**path}", TokenScope.Repository, request => ChangeOneAsync(request, "delete"));

    private static ApiAnswer Get(ApiRequest request)
    {
        var repository = request.Repository();
        var bare = request.Open(repository);
        var asked = request.Query("ref") ?? "";
        var revision = asked.Length > 0 ? asked : repository.DefaultBranch;
        var commit = bare.TryResolveCommit(revision) ?? throw ApiException.NotFound($"object does not exist [id: {revision}, rel_path: ]");
        var path = request.Route("path").Trim('/');
        var entry = path.Length == 0 ? new TreeEntry(TreeEntry.DirectoryMode, "", commit.TreeId) : bare.TryEntry(commit.TreeId, path);
        if (entry is null)
        {
            throw new ApiException(404, "GetContentsOrList", true, $"object does not exist [id: {asked}, rel_path: {path}]");
        }

        if (!entry.Value.IsDirectory)
        {
            var last = History.LastChanges(bare, commit, [path])[path];
            return ApiAnswer.Ok(Body(request, repository, bare, revision, path, entry.Value, last, withContent: true));
        }

        var children = bare.Tree(entry.Value.Id).ToDictionary(child => path.Length == 0 ? child.Name : $"{path}/{child.Name}");
        var changes = History.LastChanges(bare, commit, children.Keys);
        return ApiAnswer.Ok(children.Select(child => Body(request, repository, bare, revision, child.Key, child.Value, changes[child.Key], withContent: false)).ToArray());
    }

    private static async Task<ApiAnswer> ChangeOneAsync(ApiRequest request, string operation)
    {
        var repository = request.Repository(AccessLevel.Write);
        var asked = await request.ReadAsync<OneChange>();
        var file = new FileOperation(operation, request.Route("path").Trim('/'), asked.Content, asked.Sha, asked.FromPath);
        var (commit, contents) = await CommitAsync(request, repository, asked, [file]);
        var body = new FileResponseBody(contents[0], request.Bodies.FileCommit(request.Bodies.FullName(repository), commit), BodyWriter.Unsigned);
        return new ApiAnswer(operation == "create" ? 201 : 200, body);
    }

    private static async Task<ApiAnswer> ChangeSeveralAsync(ApiRequest request)
    {
        var repository = request.Repository(AccessLevel.Write);
        var asked = await request.ReadAsync<SeveralChanges>();
        if (asked.Files is not { Length: > 0 } files)
        {
            throw ApiException.Required("Files");
        }

        var (commit, contents) = await CommitAsync(request, repository, asked, files);
        return ApiAnswer.Created(new FilesResponseBody(contents, request.Bodies.FileCommit(request.Bodies.FullName(repository), commit), BodyWriter.Unsigned));
    }

    private static async Task<(Commit Commit, ContentBody?[] Contents)> CommitAsync(ApiRequest request, Repository repository, Change asked, FileOperation[] files)
    {
        var branch = string.IsNullOrEmpty(asked.Branch) ? repository.DefaultBranch : asked.Branch;
        var newBranch = string.IsNullOrEmpty(asked.NewBranch) || asked.NewBranch == branch ? null : asked.NewBranch;
        var doer = new Signature(request.Account.FullName.Length > 0 ? request.Account.FullName : request.Account.Name, request.Account.Email, request.Forge.Now);
        var author = asked.Author?.Sign(doer, asked.Dates?.Author) ?? (asked.Committer?.Sign(doer, asked.Dates?.Author) ?? doer);
        var committer = asked.Committer?.Sign(doer, asked.Dates?.Committer) ?? author with { When = asked.Dates?.Committer ?? doer.When };
        var commit = await request.Forge.CommitAsync(
            repository,
            request.Account,
            branch,
            newBranch,
            (bare, head) => Changes(repository, bare, head, branch, newBranch, files),
            author,
            committer,
            string.IsNullOrEmpty(asked.Message) ? DefaultMessage(files[0]) : asked.Message,
            request.Cancellation);
        var bare = request.Open(repository);
        var contents = files.Select(file => file.Operation == "delete"
            ? null
            : Body(request, repository, bare, newBranch ?? branch, file.Path!, bare.TryEntry(commit.TreeId, file.Path!) ?? throw ApiException.NotFound(), commit, withContent: true));
        return (commit, contents.ToArray());
    }

    private static List<FileChange> Changes(Repository repository, BareRepository bare, Commit? head, string branch, string? newBranch, FileOperation[] files)
    {
        if (head is null && !repository.IsEmpty)
        {
            throw new ApiException(404, $"branch does not exist [name: {branch}]");
        }

        if (newBranch is not null && bare.Refs.TryResolve("refs/heads/" + newBranch) is not null)
        {
            throw ApiException.Invalid($"branch already exists [name: {newBranch}]");
        }

        var changes = new List<FileChange>();
        foreach (var file in files)
        {
            var path = ValidPath(file.Path);
            var existing = head is null ? null : bare.TryEntry(head.TreeId, path);
            Check(file, path, existing);
            changes.Add(new FileChange(path, file.Operation == "delete" ? null : Decode(file.Content ?? "")));
            if (file.FromPath is { Length: > 0 } from && from != path)
            {
                changes.Add(new FileChange(ValidPath(from), null));
            }
        }

        return changes;
    }

    private static void Check(FileOperation file, string path, TreeEntry? existing)
    {
        switch (file.Operation)
        {
            case "create" or "upload" when existing is not null && file.Operation == "create":
            case "update" when existing is not null && string.IsNullOrEmpty(file.Sha):
                throw ApiException.Invalid($"repository file already exists [path: {path}]");
            case "update" or "rename" or "delete" when existing is null && string.IsNullOrEmpty(file.FromPath):
                throw file.Operation == "delete" || !string.IsNullOrEmpty(file.Sha)
                    ? new ApiException(404, $"repository file does not exist [path: {path}]")
                    : ApiException.Invalid("[SHA]: Required");
            case "delete" when string.IsNullOrEmpty(file.Sha):
                throw ApiException.Invalid("[SHA]: Required");
            case "update" or "delete" when existing is { } entry && entry.Id != file.Sha:
                throw ApiException.Invalid($"sha does not match [given: {file.Sha}, expected: {entry.Id}]");
            case "create" or "upload" or "update" or "rename" or "delete":
                break;
            default:
                throw ApiException.Invalid("[Operation]: In");
        }
    }

    private static ContentBody Body(ApiRequest request, Repository repository, BareRepository bare, string revision, string path, TreeEntry entry, Commit last, bool withContent)
    {
        var type = entry.IsDirectory ? "dir" : entry.IsSubmodule ? "submodule" : entry.IsSymlink ? "symlink" : "file";
        var name = request.Bodies.FullName(repository);
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        var git = $"{request.Bodies.Api}/repos/{name}/git/blobs/{entry.Id}";
        var self = $"{request.Bodies.Api}/repos/{name}/contents/{escaped}?ref={Uri.EscapeDataString(revision)}";
        var kind = ObjectStore.IsId(revision) ? "commit" : bare.Refs.TryResolve("refs/heads/" + revision) is null ? "tag" : "branch";
        var html = $"{request.Bodies.Root}/{name}/src/{kind}/{revision}/{escaped}";
        var blob = type is "file" or "symlink" && (withContent || type == "symlink") ? bare.Objects.Read(entry.Id, GitObjectKind.Blob) : null;
        return new ContentBody
        {
            Name = entry.Name,
            Path = path,
            Sha = entry.Id,
            LastCommitSha = last.Id,
            LastCommitterDate = last.Committer.When,
            LastAuthorDate = last.Author.When,
            Type = type,
            Size = type is "file" or "symlink" ? blob?.Length ?? bare.Objects.TrySize(entry.Id) ?? 0 : 0,
            Encoding = type == "file" && withContent ? "base64" : null,
            Content = type == "file" && withContent ? Convert.ToBase64String(blob!) : null,
            Target = type == "symlink" ? Encoding.UTF8.GetString(blob!) : null,
            Url = self,
            HtmlUrl = html,
            GitUrl = git,
            DownloadUrl = type is "file" or "symlink" ? $"{request.Bodies.Root}/{name}/raw/{kind}/{revision}/{escaped}" : null,
            Links = new ContentLinksBody(self, git, html),
        };
    }

    // git refuses these on checkout; a path that leaves its directory must not get into a tree at all.
    private static string ValidPath(string? path)
    {
        var parts = (path ?? "").Split('/');
        return parts.Length <= BareRepository.DeepestTree && parts.All(part => part is not ("" or "." or "..") && !GitName.IsRepository(part) && !part.Contains('\0', StringComparison.Ordinal))
            ? path!
            : throw ApiException.Invalid($"path contains a malformed path component [path: {path}]");
    }

    private static readonly SearchValues<char> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    private static byte[] Decode(string content)
    {
        try
        {
            return Convert.FromBase64String(content);
        }
        catch (FormatException)
        {
            var at = content.AsSpan().IndexOfAnyExcept(Base64);
            throw ApiException.Invalid($"illegal base64 data at input byte {Math.Max(at, 0)}");
        }
    }

    private static string DefaultMessage(FileOperation file) => file.Operation switch
    {
        "create" => $"Add {file.Path}",
        "delete" => $"Delete {file.Path}",
        _ => $"Update {file.Path}",
    };

    private record Change(string? Branch, string? NewBranch, string? Message, Identity? Author, Identity? Committer, CommitDates? Dates);

    private sealed record OneChange(
        string? Content, string? Sha, string? FromPath, string? Branch, string? NewBranch, string? Message, Identity? Author, Identity? Committer, CommitDates? Dates)
        : Change(Branch, NewBranch, Message, Author, Committer, Dates);

    private sealed record SeveralChanges(
        FileOperation[]? Files, string? Branch, string? NewBranch, string? Message, Identity? Author, Identity? Committer, CommitDates? Dates)
        : Change(Branch, NewBranch, Message, Author, Committer, Dates);

    private sealed record FileOperation(string? Operation, string? Path, string? Content, string? Sha, string? FromPath);

    private sealed record CommitDates(DateTimeOffset? Author, DateTimeOffset? Committer);

    private sealed record Identity(string? Name, string? Email)
    {
        public Signature Sign(Signature otherwise, DateTimeOffset? when) => new(
            string.IsNullOrEmpty(Name) ? otherwise.Name : Name,
            string.IsNullOrEmpty(Email) ? otherwise.Email : Email,
            when ?? otherwise.When);
    }
}
