using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.Tests.World;
using GitOps.Gitea;
using GitOps.Gitea.Collaborators;
using GitOps.Model.Snapshots;
using GitOps.Sandbox.Forge;

namespace GitOps.Configstore.Tests.Editing;

/// <summary>Edits against a forge that takes real commits: one commit each, by the caller, and nothing of anybody's is lost.</summary>
public sealed class RepositoryEditorTests
{
    [Test]
    public async Task Edit_SeveralFiles_IsOneCommitByTheCallerThatTheNextReadSees()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var outcome = await al.EditAsync(draft =>
        {
            draft.Write("server/new.js", "// new");
            draft.Write("server/index.js", "// changed");
            return new("Add new.js\nTrailer: of somebody");
        });

        var made = (EditOutcome.Committed)outcome;
        var head = (await al.HistoryAsync())[0];
        Assert.Multiple(() =>
        {
            Assert.That(head.Sha, Is.EqualTo(made.Commit));
            Assert.That(head.Details.Message.TrimEnd(), Is.EqualTo("Add new.js Trailer: of somebody"));
            Assert.That(head.Details.Author!.Email, Is.EqualTo("al@customer.com"));
            Assert.That(head.Details.Committer!.Email, Is.EqualTo("al@customer.com"));
            Assert.That(al.Place.Revision, Is.EqualTo(made.Revision), "the head is observed before the answer");
        });
        Assert.That(await al.ReadAsync("server/new.js"), Is.EqualTo("// new"));
        Assert.That(await al.ReadAsync("server/index.js"), Is.EqualTo("// changed"));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Edit_FiftyWritersOfOneDocument_LoseNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var caller = al.Caller();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => al.EditAsync(async draft =>
        {
            var list = JsonNode.Parse(await draft.ReadAsync("list.json") ?? "[]")!.AsArray();
            list.Add(number);
            draft.Write("list.json", list.ToJsonString());
            return $"Add {number}";
        }, caller: caller)));

        Assert.That(outcomes, Has.All.InstanceOf<EditOutcome.Committed>());
        Assert.That(JsonNode.Parse(await al.ReadAsync("list.json"))!.AsArray().Select(item => (int)item!), Is.EquivalentTo(Enumerable.Range(0, 50)));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(51));
    }

    [Test]
    public async Task Edit_PushBetweenReadingAndCommitting_IsEditedAgainUponIt()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var times = 0;

        var outcome = await al.EditAsync(async draft =>
        {
            var before = await draft.ReadAsync("server/index.js");
            if (times++ == 0) await al.World.Forge.CommitAsync("customer-al", "dev", [ForgeFile.Text("server/index.js", "// pushed")], "Push");
            draft.Write("server/index.js", before + " and edited");
            return "Edit";
        });

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Committed>());
        Assert.That(await al.ReadAsync("server/index.js"), Is.EqualTo("// pushed and edited"));
    }

    [Test]
    public async Task Edit_PushBetweenReadingAndCommittingAtAnExpectedRevision_IsStale()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var pushed = "";

        var outcome = await al.EditAsync(async draft =>
        {
            pushed = await al.World.Forge.CommitAsync("customer-al", "dev", [ForgeFile.Text("server/index.js", "// pushed")], "Push");
            draft.Write("server/index.js", "// edited");
            return "Edit";
        }, expected: al.Place.Revision);

        Assert.That(outcome, Is.EqualTo(new EditOutcome.Stale(new Revision(pushed, Revision.NoCommit))));
        Assert.That(await al.ReadAsync("server/index.js"), Is.EqualTo("// pushed"));
    }

    [Test]
    public async Task Edit_PushThatNobodyToldOf_IsFoundBeforeAnExpectedRevisionCounts()
    {
        await using var al = await EditableEnvironment.StartAsync(settings: ("SCAN_INTERVAL", "3600"));
        var known = al.Place.Revision;
        await al.World.Forge.CommitAsync("customer-al", "dev", [ForgeFile.Text("other.txt", "pushed")], "Push");

        var outcome = await al.WriteAsync("server/index.js", "// edited", expected: known);

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Stale>());
    }

    [Test]
    public async Task Edit_RepositoryWithoutCommits_MakesTheFirst()
    {
        await using var al = await EditableEnvironment.StartAsync(project: null);

        var outcome = await al.WriteAsync("hello/serverless.yml", "service: hello\n", al.Place.Revision, RepositoryRole.Functions);

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Committed>());
        Assert.That(await al.ReadAsync("hello/serverless.yml", "functions"), Is.EqualTo("service: hello\n"));
        Assert.That(al.Place.Functions!.Head, Is.EqualTo(((EditOutcome.Committed)outcome).Commit));
    }

    [Test]
    public async Task Edit_NothingDifferent_MakesNoCommit()
    {
        await using var al = await EditableEnvironment.StartAsync();

        var outcome = await al.WriteAsync("server/index.js", "// code");

        Assert.That(outcome, Is.EqualTo(new EditOutcome.Unchanged(al.Place.Revision)));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Edit_WithNewProblems_NamesAllOfThemAndCommitsNothing()
    {
        await using var al = await EditableEnvironment.StartAsync();
        var project = EditableEnvironment.BlankProject.Replace(
            "\"connections\":[]", "\"connections\":[{\"fromId\":\"nobody\",\"toId\":\"nothing\"}]", StringComparison.Ordinal);

        var outcome = await al.WriteAsync("lunchbadger.json", EditableEnvironment.Wrap(project));

        var problems = ((EditOutcome.Invalid)outcome).Problems;
        Assert.That(problems.Select(problem => problem.Path), Is.EqualTo(new[] { "$.connections[0].fromId", "$.connections[0].toId" }));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Edit_BrokenDocument_CanBeRepairedStepByStepButNotBrokenFurther()
    {
        var broken = EditableEnvironment.BlankProject.Replace(
            "\"connections\":[]", "\"connections\":[{\"fromId\":\"a\",\"toId\":\"b\"},{\"fromId\":\"c\",\"toId\":\"d\"}]", StringComparison.Ordinal);
        await using var al = await EditableEnvironment.StartAsync(broken);

        var step = await al.WriteAsync("lunchbadger.json", EditableEnvironment.Wrap(broken.Replace("{\"fromId\":\"a\",\"toId\":\"b\"},", "", StringComparison.Ordinal)));
        var back = await al.WriteAsync("lunchbadger.json", EditableEnvironment.Wrap(broken));

        Assert.That(step, Is.InstanceOf<EditOutcome.Committed>());
        Assert.That(back, Is.InstanceOf<EditOutcome.Invalid>());
    }

    [TestCase("../outside")]
    [TestCase("/etc/passwd")]
    [TestCase(".git/config")]
    [TestCase("a/.GIT/hooks/x")]
    [TestCase(".g\u200cit/config")]
    [TestCase("a/.Git ./config")]
    [TestCase("git~1/config")]
    [TestCase(".git::$INDEX_ALLOCATION/config")]
    [TestCase("GIT~1. /config")]
    [TestCase("a\\b")]
    [TestCase("a//b")]
    [TestCase("a\nb")]
    [TestCase("server/index.js/below-a-file")]
    [TestCase("server")]
    public async Task Edit_PathThatCannotBe_IsInvalid(string path)
    {
        await using var al = await EditableEnvironment.StartAsync();

        var outcome = await al.WriteAsync(path, "text");

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Invalid>());
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Edit_Link_IsNeitherReadNorReplaced()
    {
        await using var al = await EditableEnvironment.StartAsync();
        using (var copy = await WorkingCopy.CloneAsync(al.World, "customer-al/dev"))
        {
            copy.Link("link.txt", "/etc/passwd");
            await copy.PushAsync();
        }

        var written = await al.WriteAsync("link.txt", "text");
        var read = await al.EditAsync(async draft => await draft.ReadAsync("link.txt") ?? "");

        Assert.That(written, Is.InstanceOf<EditOutcome.Invalid>());
        Assert.That(read, Is.InstanceOf<EditOutcome.Invalid>());
    }

    [Test]
    public async Task Edit_FileTooLarge_IsInvalid()
    {
        await using var al = await EditableEnvironment.StartAsync();

        var outcome = await al.WriteAsync("large.txt", new string('x', RepositoryDraft.MaxFileBytes + 1));

        Assert.That(((EditOutcome.Invalid)outcome).Problems.Single().Reason, Does.Contain("1048577 bytes"));
    }

    [Test]
    public async Task Edit_DeletingWhatIsNotThere_IsNotFound()
    {
        await using var al = await EditableEnvironment.StartAsync();

        var outcome = await al.EditAsync(draft =>
        {
            draft.Delete("nowhere.txt");
            return new("Delete");
        });

        Assert.That(outcome, Is.InstanceOf<EditOutcome.NotFound>());
    }

    [Test]
    public async Task Edit_CallerWhoMayOnlyRead_IsForbidden()
    {
        await using var al = await EditableEnvironment.StartAsync();
        al.World.Forge.CreateUser("bo", email: "bo@example.com");
        await al.World.Admin.Collaborators.SetAsync(new RepositoryName("customer-al", "dev"), "bo", RepositoryPermission.Read, default);

        var outcome = await al.EditAsync(draft =>
        {
            draft.Write("server/index.js", "// bo's");
            return new("Edit");
        }, caller: al.Caller("bo"));

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Forbidden>());
        Assert.That(await al.ReadAsync("server/index.js"), Is.EqualTo("// code"));
    }

    [Test]
    public async Task Draft_PathsAndReads_ShowWhatTheEditHasDone()
    {
        await using var al = await EditableEnvironment.StartAsync();
        IReadOnlyList<string> all = [], below = [];
        string? deleted = "";

        await al.EditAsync(async draft =>
        {
            draft.Write("server/a.js", "a");
            draft.Delete("server/index.js");
            (all, below, deleted) = (draft.Paths(""), draft.Paths("server"), await draft.ReadAsync("server/index.js"));
            return "Change";
        });

        Assert.Multiple(() =>
        {
            Assert.That(all, Is.EqualTo(new[] { "lunchbadger.json", "server/a.js" }));
            Assert.That(below, Is.EqualTo(new[] { "server/a.js" }));
            Assert.That(deleted, Is.Null);
        });
    }
}
