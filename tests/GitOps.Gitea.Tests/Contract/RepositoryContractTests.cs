using GitOps.Gitea.Branches;
using GitOps.Gitea.Collaborators;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Statuses;
using GitOps.Gitea.Tokens;

namespace GitOps.Gitea.Tests.Contract;

public sealed class RepositoryContractTests : ContractTests
{
    [Test]
    public async Task Create_NewName_IsPrivateAndEmpty()
    {
        var name = await Gitea.NewRepositoryAsync();

        var repository = await Client.Repositories.GetAsync(name, default);

        Assert.That((repository.FullName, repository.Private, repository.Empty, repository.DefaultBranch), Is.EqualTo((name, true, true, "main")));
    }

    [Test]
    public async Task Create_NameThatIsTaken_IsConflict()
    {
        var name = await Gitea.NewRepositoryAsync();

        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Repositories.CreateAsync(name.Owner, new NewRepository(name.Name), default));
    }

    [Test]
    public void Create_OwnerThatIsNone_IsNotFound() =>
        Assert.ThrowsAsync<GiteaNotFoundException>(() => Client.Repositories.CreateAsync(LiveGitea.NewName("nobody"), new NewRepository("dev"), default));

    [Test]
    public async Task Find_NoSuchRepository_IsNull()
    {
        var owner = await Gitea.NewUserAsync();

        Assert.That(await Client.Repositories.FindAsync(new(owner.Login, "nothing"), default), Is.Null);
    }

    [Test]
    public async Task Find_PrivateOfAnother_IsNotVisibleRatherThanAbsent()
    {
        var name = await Gitea.NewRepositoryAsync();
        var stranger = await Gitea.NewUserAsync("stranger");
        var basic = GiteaCredential.Basic(stranger.Login, LiveGitea.Password);
        var token = await Client.Tokens.CreateAsync(basic, stranger.Login, new NewToken("read", ["read:user", "read:repository"]), default);
        using var client = Gitea.NewClient(token.Secret);

        Assert.ThrowsAsync<GiteaNotVisibleException>(() => client.Repositories.FindAsync(name, default));
        Assert.ThrowsAsync<GiteaNotVisibleException>(() => Client.As(stranger.Login).Repositories.FindAsync(name, default));
    }

    [Test]
    public async Task Edit_NewName_OldNameLeadsToIt()
    {
        var name = await Gitea.NewRepositoryAsync();
        var renamed = new RepositoryName(name.Owner, $"{name.Name}-new");

        await Client.Repositories.EditAsync(name, new RepositoryEdit { Name = renamed.Name, Description = "renamed" }, default);
        var found = await Client.Repositories.FindAsync(name, default);

        Assert.That((found?.FullName, found?.Description), Is.EqualTo((renamed, "renamed")));
    }

    [Test]
    public async Task FindById_RenamedRepository_IsTheSame()
    {
        var made = await Client.Repositories.GetAsync(await Gitea.NewRepositoryAsync(), default);
        await Client.Repositories.EditAsync(made.FullName, new RepositoryEdit { Name = $"{made.Name}-new" }, default);

        var found = await Client.Repositories.FindByIdAsync(made.Id, default);

        Assert.That(found?.Name, Is.EqualTo($"{made.Name}-new"));
    }

    [Test]
    public async Task Delete_Twice_SaysWhetherItWasThere()
    {
        var name = await Gitea.NewRepositoryAsync();

        var answers = (await Client.Repositories.DeleteAsync(name, default), await Client.Repositories.DeleteAsync(name, default));

        Assert.That(answers, Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Lists_PagesOfTwo_AreWhole()
    {
        var owner = (await Gitea.NewUserAsync()).Login;
        var names = new List<RepositoryName>();
        for (var i = 0; i < 5; i++)
        {
            names.Add(await Gitea.NewRepositoryAsync(owner));
        }

        using var client = Gitea.NewClient(Gitea.Token, options => options.PageSize = 2);
        var ofUser = await client.Repositories.ListOfUserAsync(owner, default);
        var all = await client.Repositories.ListAsync(default);
        var streamed = new List<RepositoryName>();
        await foreach (var repository in client.Repositories.StreamAsync(default))
        {
            streamed.Add(repository.FullName);
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ofUser.Select(repository => repository.FullName), Is.EquivalentTo(names));
            Assert.That(all.Select(repository => repository.FullName), Is.SupersetOf(names).And.Unique);
            Assert.That(streamed, Is.SupersetOf(names).And.Unique);
        }
    }

    [Test]
    public async Task StreamUpdatedSince_AfterAPush_BeginsWithThePushed()
    {
        var name = await Gitea.NewRepositoryAsync();
        var before = (await Client.Repositories.GetAsync(name, default)).UpdatedAt;
        await Testing.Eventually.That(async () =>
        {
            await Client.Contents.CreateAsync(name, $"{Guid.NewGuid():N}", new("eA==", "touch"), default);
            return (await Client.Repositories.GetAsync(name, default)).UpdatedAt;
        }, Is.GreaterThan(before), "the push moves the time");

        var seen = new List<RepositoryName>();
        await foreach (var repository in Client.Repositories.StreamUpdatedSinceAsync(before.AddSeconds(1), default))
        {
            seen.Add(repository.FullName);
        }

        Assert.That(seen, Does.Contain(name).And.Unique);
    }

    [Test]
    public async Task Branches_OfAnEmptyRepository_AreNone()
    {
        var name = await Gitea.NewRepositoryAsync();

        Assert.That(await Client.Branches.ListAsync(name, default), Is.Empty);
        Assert.That(await Client.Branches.FindAsync(name, "main", default), Is.Null);
    }

    [Test]
    public async Task Branches_WithASlash_AreMadeFoundAndDeleted()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);

        var made = await Client.Branches.CreateAsync(name, new NewBranch("feature/one", "main"), default);
        var listed = await Client.Branches.ListAsync(name, default);
        var found = await Client.Branches.FindAsync(name, "feature/one", default);
        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Branches.CreateAsync(name, new NewBranch("feature/one", "main"), default));
        Assert.ThrowsAsync<GiteaForbiddenException>(() => Client.Branches.DeleteAsync(name, "main", default));
        var isDeleted = await Client.Branches.DeleteAsync(name, "feature/one", default);

        Assert.That(found?.Commit.Id, Is.EqualTo(made.Commit.Id));
        Assert.That(listed.Select(branch => branch.Name), Is.EquivalentTo(["feature/one", "main"]));
        Assert.That(isDeleted, Is.True);
    }

    [Test]
    public async Task Statuses_PutOnACommit_CombineToTheNewest()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        var sha = (await Client.Branches.GetAsync(name, "main", default)).Commit.Id;

        await Client.Statuses.CreateAsync(name, sha, new NewCommitStatus(CommitState.Pending, "gitops/dev", "rolling out"), default);
        await Client.Statuses.CreateAsync(name, sha, new NewCommitStatus(CommitState.Success, "gitops/dev", "rolled out", "http://console.test/1"), default);
        var all = await Client.Statuses.ListAsync(name, sha, default);
        var combined = await Client.Statuses.GetCombinedAsync(name, sha, default);

        Assert.That(all, Has.Count.EqualTo(2));
        Assert.That((combined.State, combined.Sha, combined.Statuses!.Single().Description), Is.EqualTo(("success", sha, "rolled out")));
    }

    [Test]
    public async Task Collaborators_SetAndRemoved_MayWhatTheyWereGiven()
    {
        var name = await Gitea.NewRepositoryAsync();
        var user = (await Gitea.NewUserAsync("friend")).Login;

        var before = await Client.Collaborators.GetPermissionAsync(name, user, default);
        await Client.Collaborators.SetAsync(name, user, RepositoryPermission.Read, default);
        await Client.Collaborators.SetAsync(name, user, RepositoryPermission.Write, default);
        var listed = await Client.Collaborators.ListAsync(name, default);
        var during = await Client.Collaborators.GetPermissionAsync(name, user, default);
        var wasCollaborator = await Client.Collaborators.IsCollaboratorAsync(name, user, default);
        await Client.Collaborators.RemoveAsync(name, user, default);
        await Client.Collaborators.RemoveAsync(name, user, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before, during), Is.EqualTo((RepositoryPermission.None, RepositoryPermission.Write)));
            Assert.That(listed.Select(one => one.Login), Is.EqualTo(new[] { user }));
            Assert.That(wasCollaborator, Is.True);
            Assert.That(await Client.Collaborators.IsCollaboratorAsync(name, user, default), Is.False);
            Assert.That(await Client.Collaborators.GetPermissionAsync(name, name.Owner, default), Is.EqualTo(RepositoryPermission.Owner));
        }
    }

    [Test]
    public async Task Collaborators_UserThatIsNone_IsRefused()
    {
        var name = await Gitea.NewRepositoryAsync();

        Assert.ThrowsAsync<GiteaValidationException>(() =>
            Client.Collaborators.SetAsync(name, LiveGitea.NewName("nobody"), RepositoryPermission.Read, default));
    }
}
