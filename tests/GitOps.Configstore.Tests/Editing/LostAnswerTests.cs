using GitOps.Configstore.Editing;
using GitOps.Configstore.Tests.World;
using GitOps.Sandbox.Forge;
using GitOps.Testing.Faults;

namespace GitOps.Configstore.Tests.Editing;

/// <summary>Whatever happens to the call that commits: the commit is made once or not at all, and the outcome says which.</summary>
public sealed class LostAnswerTests
{
    private const string Contents = "/api/v1/repos/customer-al/dev/contents";

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Case("the commit was made and its answer is lost", Fault.LoseAnswer());
        yield return Case("the commit was made and its answer is cut short", Fault.TruncateAfter(20));
        yield return Case("the commit was made and its answer breaks off", Fault.BreakAfter(20));
        yield return Case("the commit was made and a proxy answers with a page", Fault.RewriteBody(_ => "<html>bad gateway</html>"));
        yield return Case("the connection is reset before the commit", Fault.Reset());
        yield return Case("Gitea hangs before the commit", Fault.Hang());
        yield return Case("Gitea answers 500", Fault.Status(500, "{\"message\":\"internal\"}"));
    }

    private static TestCaseData Case(string name, Fault fault) => new TestCaseData(fault).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Faults))]
    public async Task Edit_AnswerOfTheCommitLostOnce_IsCommittedOnce(Fault fault)
    {
        await using var al = await EditableEnvironment.StartAsync();
        al.World.Network.Faults.Add(fault.On("POST", Contents).Times(1));

        var outcome = await al.WriteAsync("server/index.js", "// edited", al.Place.Revision);

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Committed>());
        var history = await al.HistoryAsync();
        Assert.That(history, Has.Count.EqualTo(2));
        Assert.That(history[0].Sha, Is.EqualTo(((EditOutcome.Committed)outcome).Commit));
        Assert.That(al.Place.Revision, Is.EqualTo(((EditOutcome.Committed)outcome).Revision));
    }

    [Test]
    public async Task Edit_TimeOutAfterTheCommitWasMade_IsCommittedOnce()
    {
        await using var al = await EditableEnvironment.StartAsync();
        using var over = new ManualResetEventSlim();
        al.World.Network.Faults.Add(Fault.RewriteBody(body =>
        {
            over.Wait(TimeSpan.FromMinutes(1));
            return body;
        }).On("POST", Contents).Times(1));

        var outcome = await al.WriteAsync("server/index.js", "// edited", al.Place.Revision);
        over.Set();

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Committed>());
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Edit_AnswerLostAndSomebodyElseCommittedSince_FindsItsOwnCommit()
    {
        await using var al = await EditableEnvironment.StartAsync();
        al.World.Network.Faults.Add(Fault.RewriteBody(_ =>
        {
            al.World.Forge.CommitAsync("customer-al", "dev", [ForgeFile.Text("server/index.js", "// pushed since")], "Push").GetAwaiter().GetResult();
            return "gone";
        }).On("POST", Contents).Times(1));

        var outcome = await al.WriteAsync("server/index.js", "// edited");

        var history = await al.HistoryAsync();
        Assert.That(((EditOutcome.Committed)outcome).Commit, Is.EqualTo(history[1].Sha));
        Assert.That(await al.ReadAsync("server/index.js"), Is.EqualTo("// pushed since"));
    }

    [Test]
    public async Task Edit_GiteaNeverTakesTheCommit_SaysThatItWasNotMade()
    {
        await using var al = await EditableEnvironment.StartAsync();
        al.World.Network.Faults.Add(Fault.Reset().On("POST", Contents));

        var outcome = await al.WriteAsync("server/index.js", "// edited");

        Assert.That(((EditOutcome.Unavailable)outcome).Message, Does.Contain("The commit was not made"));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Edit_RepositoryThatTakesNoCommits_IsForbiddenAndNotTriedAgain()
    {
        await using var al = await EditableEnvironment.StartAsync();
        al.World.Network.Faults.Add(Fault.Status(423, "{\"message\":\"repository is archived\"}").On("POST", Contents));

        var outcome = await al.WriteAsync("server/index.js", "// edited");

        Assert.That(((EditOutcome.Forbidden)outcome).Message, Does.Contain("archived"));
        Assert.That(al.World.Network.Requests.Count(request => request.Method == "POST" && request.Path == Contents), Is.EqualTo(1));
    }

    [Test]
    public async Task Edit_GiteaGoesDownInMidWrite_SaysThatItIsNotKnown()
    {
        await using var al = await EditableEnvironment.StartAsync(settings: ("GITEA_TIMEOUT", "0.3"));
        var down = false;
        al.World.Network.Faults.Add(Fault.Reset().When(_ => down));
        al.World.Network.Faults.Add(Fault.RewriteBody(_ =>
        {
            down = true;
            return "gone";
        }).On("POST", Contents));

        var outcome = await al.WriteAsync("server/index.js", "// edited");

        Assert.That(((EditOutcome.Unavailable)outcome).Message, Does.Contain("it is not known whether the commit was made").And.Contain("'Write server/index.js'"));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Edit_GiteaIsDown_ChangesNothingAndSaysSo()
    {
        await using var al = await EditableEnvironment.StartAsync(settings: ("GITEA_TIMEOUT", "0.3"));
        al.World.Network.Faults.Add(Fault.Reset());

        var outcome = await al.WriteAsync("server/index.js", "// edited");

        Assert.That(((EditOutcome.Unavailable)outcome).Message, Does.Contain("nothing was changed"));
    }
}
