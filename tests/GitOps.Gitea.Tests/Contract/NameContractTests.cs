using System.Net;
using System.Net.Http.Json;
using GitOps.Gitea.Branches;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Repositories;

namespace GitOps.Gitea.Tests.Contract;

/// <summary>Who a name leads to: in any case, after a rename, and when it is an organization's.</summary>
public sealed class NameContractTests : ContractTests
{
    [Test]
    public async Task Names_InAnotherCase_AreTheSameAndAnsweredAsStored()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        var shouted = new RepositoryName(name.Owner.ToUpperInvariant(), name.Name.ToUpperInvariant());

        Assert.That((await Client.Users.GetAsync(shouted.Owner, default)).Login, Is.EqualTo(name.Owner));
        Assert.That((await Client.Repositories.GetAsync(shouted, default)).FullName.ToString(), Is.EqualTo(name.ToString()));
        Assert.That(await Client.Branches.GetHeadsAsync(shouted, default), Does.ContainKey("main"));
        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Repositories.CreateAsync(name.Owner, new NewRepository(shouted.Name), default));
    }

    [Test]
    public async Task Branches_InAnotherCase_AreOthers()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);

        Assert.That(await Client.Branches.FindHeadAsync(name, "MAIN", default), Is.Null);
    }

    [Test]
    public async Task Repository_RenamedByCase_IsFoundAsBeforeAndAnswersWithItsNewName()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        var made = await Client.Repositories.GetAsync(name, default);
        var capitals = name.Name.ToUpperInvariant();

        await Client.Repositories.EditAsync(name, new RepositoryEdit { Name = capitals }, default);
        var found = await Client.Repositories.GetAsync(name, default);

        Assert.That((found.Id, found.Name), Is.EqualTo((made.Id, capitals)));
    }

    [Test]
    public async Task User_RenamedByCase_IsListedWithTheNewNameAndOwnsTheSame()
    {
        var name = await Gitea.NewRepositoryAsync();
        var capitals = name.Owner.ToUpperInvariant();

        await RenameAsync(name.Owner, capitals);

        Assert.That((await Client.Users.ListAsync(default)).Select(user => user.Login), Has.Member(capitals));
        Assert.That((await Client.Repositories.GetAsync(name, default)).Owner.Login, Is.EqualTo(capitals));
        await RenameAsync(capitals, name.Owner);
    }

    [Test]
    public async Task User_Renamed_IsFoundUnderTheOldNameForReading()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        var next = LiveGitea.NewName("renamed");

        await RenameAsync(name.Owner, next);

        Assert.That((await Client.Users.FindAsync(name.Owner, default))?.Login, Is.EqualTo(next));
        Assert.That((await Client.Repositories.FindAsync(name, default))?.Owner.Login, Is.EqualTo(next));
        Assert.That(await Client.Branches.FindHeadsAsync(name, default), Does.ContainKey("main"));
        Assert.ThrowsAsync<GiteaProtocolException>(() => Client.Branches.CreateAsync(name, new NewBranch("x"), default), "writes are redirected, not followed");
        await RenameAsync(next, name.Owner);
    }

    [Test]
    public async Task User_MadeUnderAFormerName_OwnsNothingOfTheFormer()
    {
        var name = await Gitea.NewRepositoryAsync();
        var next = LiveGitea.NewName("renamed");
        await RenameAsync(name.Owner, next);

        await Client.Users.CreateAsync(new(name.Owner, $"{name.Owner}.again@contract.test", LiveGitea.Password), default);

        Assert.That(await Client.Repositories.FindAsync(name, default), Is.Null);
        await Client.Users.DeleteAsync(name.Owner, purge: true, default);
        await RenameAsync(next, name.Owner);
    }

    [Test]
    public async Task Organization_AmongUsers_IsFoundByNameAndInNoList()
    {
        var organization = await NewOrganizationAsync();
        try
        {
            var asUser = await Client.Users.GetAsync(organization, default);

            Assert.That(asUser.Login, Is.EqualTo(organization));
            Assert.That((await Client.Users.ListAsync(default)).Select(user => user.Id), Has.None.EqualTo(asUser.Id));
            Assert.That(await Client.Users.SearchAsync(organization, default), Is.Empty);
            Assert.That((await Client.Organizations.FindAsync(organization.ToUpperInvariant(), default))?.Id, Is.EqualTo(asUser.Id));
        }
        finally
        {
            await SendAsync(HttpMethod.Delete, $"orgs/{organization}", null, HttpStatusCode.NoContent);
        }
    }

    [Test]
    public async Task Organization_OwningARepository_IsItsOwnerLikeAUser()
    {
        var organization = await NewOrganizationAsync();
        var name = new RepositoryName(organization, "dev");
        try
        {
            var made = await Client.Repositories.CreateAsync(organization, new NewRepository("dev", AutoInit: true, DefaultBranch: "main"), default);

            Assert.That(made.Owner.Login, Is.EqualTo(organization));
            Assert.That((await Client.Repositories.ListAsync(default)).Select(repository => repository.Id), Has.Member(made.Id));
            Assert.That(Assert.ThrowsAsync<GiteaValidationException>(() => Client.Users.DeleteAsync(organization, purge: true, default))!.Message, Does.Contain("is an organization not a user"));
        }
        finally
        {
            await Client.Repositories.DeleteAsync(name, default);
            await SendAsync(HttpMethod.Delete, $"orgs/{organization}", null, HttpStatusCode.NoContent);
        }
    }

    [Test]
    public async Task Organizations_UserOrNobody_IsNone()
    {
        var user = await Gitea.NewUserAsync();

        Assert.That(await Client.Organizations.FindAsync(user.Login, default), Is.Null);
        Assert.That(await Client.Organizations.FindAsync(LiveGitea.NewName("nobody"), default), Is.Null);
    }

    [Test]
    public async Task Heads_SeveralBranches_AreWhatGitHas()
    {
        var name = await Gitea.NewRepositoryAsync(autoInit: true);
        var main = (await Client.Branches.GetAsync(name, "main", default)).Commit.Id;
        foreach (var branch in (string[])["env/a", "env/ab"]) await Client.Branches.CreateAsync(name, new NewBranch(branch), default);

        Assert.That(await Client.Branches.GetHeadsAsync(name, default), Is.EquivalentTo(new Dictionary<string, string> { ["main"] = main, ["env/a"] = main, ["env/ab"] = main }));
        Assert.That(await Client.Branches.FindHeadAsync(name, "env/a", default), Is.EqualTo(main));
        Assert.That(await Client.Branches.FindHeadAsync(name, "env", default), Is.Null, "what only begins so is another");
    }

    [Test]
    public async Task Heads_EmptyRepository_AreNone()
    {
        var name = await Gitea.NewRepositoryAsync();

        Assert.ThrowsAsync<GiteaNotFoundException>(() => Client.Branches.GetHeadsAsync(name, default));
        Assert.That(await Client.Branches.FindHeadsAsync(name, default), Is.Empty);
        Assert.That(await Client.Branches.FindHeadAsync(name, "main", default), Is.Null);
    }

    private async Task<string> NewOrganizationAsync()
    {
        var name = LiveGitea.NewName("org");
        await SendAsync(HttpMethod.Post, "orgs", new { username = name }, HttpStatusCode.Created);
        return name;
    }

    private Task RenameAsync(string login, string name) =>
        SendAsync(HttpMethod.Post, $"admin/users/{login}/rename", new { new_username = name }, HttpStatusCode.NoContent);

    private async Task SendAsync(HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"{Gitea.Url.AbsoluteUri.TrimEnd('/')}/api/v1/") };
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new("token", Gitea.Token);
        using var answer = await http.SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
    }
}
