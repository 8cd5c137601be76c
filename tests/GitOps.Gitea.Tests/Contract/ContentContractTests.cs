using System.Text;
using GitOps.Gitea.Contents;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Tests.Contract;

public sealed class ContentContractTests : ContractTests
{
    private static readonly CommitIdentity Bot = new("Bot", "support@lunchbadger.com");

    [Test]
    public async Task File_CreatedUpdatedDeleted_IsAsWritten()
    {
        var name = await Gitea.NewRepositoryAsync();

        var created = await Client.Contents.CreateAsync(name, "a dir/ünï #1.json", new(Base64("{}"), "create", Committer: Bot, Author: Bot), default);
        var sha = created.Content!.Sha;
        var updated = await Client.Contents.UpdateAsync(name, "a dir/ünï #1.json", new(Base64("{\"a\":1}"), "update", sha), default);
        var read = await Client.Contents.GetAsync(name, "a dir/ünï #1.json", null, default);
        var commit = await Client.Objects.GetCommitAsync(name, created.Commit.Sha, default);
        var deleted = await Client.Contents.DeleteAsync(name, "a dir/ünï #1.json", new(updated.Content!.Sha, "delete"), default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Content, Is.EqualTo(Base64("{\"a\":1}")));
            Assert.That(read.Path, Is.EqualTo("a dir/ünï #1.json"));
            Assert.That(commit.Details.Committer?.Email, Is.EqualTo(Bot.Email));
            Assert.That(deleted.Content, Is.Null);
            Assert.That(await Client.Contents.FindAsync(name, "a dir/ünï #1.json", null, default), Is.Null);
        }
    }

    [Test]
    public async Task Update_StaleSha_IsConflict()
    {
        var name = await Gitea.NewRepositoryAsync();
        var first = await Client.Contents.CreateAsync(name, "f", new(Base64("1"), "create"), default);
        await Client.Contents.UpdateAsync(name, "f", new(Base64("2"), "update", first.Content!.Sha), default);

        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Contents.UpdateAsync(name, "f", new(Base64("3"), "lost race", first.Content.Sha), default));
    }

    [Test]
    public async Task Create_FileThatIsThere_IsConflict()
    {
        var name = await Gitea.NewRepositoryAsync();
        await Client.Contents.CreateAsync(name, "f", new(Base64("1"), "create"), default);

        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Contents.CreateAsync(name, "f", new(Base64("2"), "again"), default));
    }

    [Test]
    public async Task Commit_SeveralFiles_IsOneCommit()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        var readme = await Client.Contents.GetAsync(name, "README.md", null, default);

        var made = await Client.Contents.CommitAsync(
            name,
            new ContentsCommit(
                [FileChange.Create("m/one", "1"u8), FileChange.Create("m/two", "2"u8), FileChange.Update("README.md", "new"u8, readme.Sha)],
                "several"),
            default);
        var tree = await Client.Objects.GetTreeAsync(name, made.Commit.Sha, default);

        Assert.That(tree.Entries.Where(entry => entry.Type == "blob").Select(entry => entry.Path), Is.EquivalentTo(["README.md", "m/one", "m/two"]));
        Assert.That((await Client.Branches.GetAsync(name, "main", default)).Commit.Id, Is.EqualTo(made.Commit.Sha));
    }

    [Test]
    public async Task Raw_KnownSha_IsNotSentAgain()
    {
        var name = await Gitea.NewRepositoryAsync();
        await Client.Contents.CreateAsync(name, "f", new(Base64("content"), "create"), default);

        var first = await Client.Contents.GetRawAsync(name, "f", "main", null, default);
        var again = await Client.Contents.GetRawAsync(name, "f", "main", first!.Sha, default);

        Assert.That(Encoding.UTF8.GetString(first.Content.Span), Is.EqualTo("content"));
        Assert.That(first.Sha, Is.Not.Null);
        Assert.That(again, Is.Null);
    }

    [Test]
    public async Task Blob_OfATree_IsTheFile()
    {
        var name = await Gitea.NewRepositoryAsync();
        var content = new byte[70_000];
        new Random(1).NextBytes(content);
        var made = await Client.Contents.CreateAsync(name, "d/bin", new(Convert.ToBase64String(content), "create"), default);

        var tree = await Client.Objects.GetTreeAsync(name, made.Commit.Sha, default);
        var entry = tree.Entries.Single(one => one.Path == "d/bin");
        var blob = await Client.Objects.GetBlobAsync(name, entry.Sha, default);

        Assert.That((entry.Mode, entry.Type, entry.Size), Is.EqualTo(("100644", "blob", 70_000L)));
        Assert.That(blob, Is.EqualTo(content));
    }

    [Test]
    public async Task Tree_OfAnEmptyRepository_IsRefused()
    {
        var name = await Gitea.NewRepositoryAsync();

        var error = Assert.CatchAsync<GiteaException>(() => Client.Objects.GetTreeAsync(name, "main", default));

        Assert.That(error, Is.InstanceOf<GiteaValidationException>().Or.InstanceOf<GiteaNotFoundException>());
    }

    [Test]
    public async Task History_ThreeCommits_AreNewestFirst()
    {
        var name = await Gitea.NewRepositoryAsync();
        for (var i = 1; i <= 3; i++)
        {
            await Client.Contents.CreateAsync(name, $"f{i}", new(Base64("x"), $"commit {i}"), default);
        }

        var messages = new List<string>();
        await foreach (var commit in Client.Objects.StreamHistoryAsync(name, "main", null, default))
        {
            messages.Add(commit.Details.Message.Trim());
        }

        Assert.That(messages, Is.EqualTo(new[] { "commit 3", "commit 2", "commit 1" }));
    }

    [Test]
    public async Task Directory_Listed_HasItsEntries()
    {
        var name = await Gitea.NewRepositoryAsync();
        await Client.Contents.CreateAsync(name, "d/f", new(Base64("x"), "create"), default);

        var root = await Client.Contents.ListAsync(name, "", null, default);
        var directory = await Client.Contents.ListAsync(name, "d", "main", default);

        Assert.That(root.Select(entry => (entry.Path, entry.Type)), Is.EqualTo(new[] { ("d", "dir") }));
        Assert.That(directory.Select(entry => (entry.Path, entry.Type)), Is.EqualTo(new[] { ("d/f", "file") }));
        Assert.That(ObjectId.IsValid(directory[0].Sha), Is.True);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
