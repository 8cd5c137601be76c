using GitOps.Gitea.Errors;
using GitOps.Gitea.Keys;
using GitOps.Gitea.Tokens;
using GitOps.Gitea.Users;

namespace GitOps.Gitea.Tests.Contract;

public sealed class UserContractTests : ContractTests
{
    [Test]
    public async Task GetCurrent_AdministratorsToken_IsAdministrator() =>
        Assert.That((await Client.Users.GetCurrentAsync(default)).IsAdmin, Is.True);

    [Test]
    public async Task GetVersion_Anonymous_IsAVersion()
    {
        using var anonymous = Gitea.NewClient(null);

        Assert.That(Version.TryParse((await anonymous.GetVersionAsync(default)).Split('-', '+')[0], out _), Is.True);
    }

    [Test]
    public async Task Create_NewName_IsFoundEditedListedAndDeleted()
    {
        var user = await Gitea.NewUserAsync();

        var found = await Client.Users.FindAsync(user.Login, default);
        var edited = await Client.Users.EditAsync(user.Login, new UserEdit(user.LoginName.Length > 0 ? user.LoginName : user.Login) { FullName = "Edited" }, default);
        var all = await Client.Users.ListAsync(default);
        var searched = await Client.Users.SearchAsync(user.Login, default);
        var isDeleted = await Client.Users.DeleteAsync(user.Login, purge: true, default);
        var isDeletedAgain = await Client.Users.DeleteAsync(user.Login, purge: true, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(found?.Id, Is.EqualTo(user.Id));
            Assert.That(edited.FullName, Is.EqualTo("Edited"));
            Assert.That(all.Select(one => one.Login), Does.Contain(user.Login));
            Assert.That(searched.Select(one => one.Login), Is.EqualTo(new[] { user.Login }));
            Assert.That((isDeleted, isDeletedAgain), Is.EqualTo((true, false)));
            Assert.That(await Client.Users.FindAsync(user.Login, default), Is.Null);
        }
    }

    [Test]
    public async Task Create_NameThatIsTaken_IsConflict()
    {
        var user = await Gitea.NewUserAsync();

        Assert.ThrowsAsync<GiteaConflictException>(() =>
            Client.Users.CreateAsync(new NewUser(user.Login, $"other-{user.Login}@contract.test", LiveGitea.Password), default));
    }

    [Test]
    public async Task Delete_OwnerOfARepositoryWithoutPurge_IsConflict()
    {
        var repository = await Gitea.NewRepositoryAsync();

        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Users.DeleteAsync(repository.Owner, purge: false, default));
    }

    [Test]
    public async Task List_PagesOfTwo_AreWhole()
    {
        var users = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            users.Add((await Gitea.NewUserAsync("page")).Login);
        }

        using var client = Gitea.NewClient(Gitea.Token, options => options.PageSize = 2);
        var all = await client.Users.ListAsync(default);

        Assert.That(all.Select(user => user.Login), Is.SupersetOf(users).And.Unique);
    }

    [Test]
    public void AnyCall_WrongToken_IsUnauthorized()
    {
        using var client = Gitea.NewClient("0123456789012345678901234567890123456789");

        Assert.ThrowsAsync<GiteaUnauthorizedException>(() => client.Users.FindAsync("nobody-at-all", default));
    }

    [Test]
    public async Task AdministratorsCall_AsAnotherUser_IsForbidden()
    {
        var user = await Gitea.NewUserAsync();

        Assert.ThrowsAsync<GiteaForbiddenException>(() => Client.As(user.Login).Users.ListAsync(default));
    }

    [Test]
    public async Task As_User_IsThatUser()
    {
        var user = await Gitea.NewUserAsync();

        Assert.That((await Client.As(user.Login).Users.GetCurrentAsync(default)).Login, Is.EqualTo(user.Login));
    }

    [Test]
    public async Task Keys_AddedListedDeleted_AreAsTold()
    {
        var user = await Gitea.NewUserAsync();
        var other = await Gitea.NewUserAsync();
        var line = LiveGitea.NewKeyLine();

        var key = await Client.Keys.AddAsync(user.Login, new NewKey("laptop", line), default);
        var listed = await Client.Keys.ListAsync(user.Login, default);
        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Keys.AddAsync(other.Login, new NewKey("stolen", line), default));
        Assert.ThrowsAsync<GiteaValidationException>(() => Client.Keys.AddAsync(user.Login, new NewKey("broken", "ssh-ed25519 nonsense"), default));
        var isDeleted = await Client.Keys.DeleteAsync(user.Login, key.Id, default);
        var isDeletedAgain = await Client.Keys.DeleteAsync(user.Login, key.Id, default);

        Assert.That(listed.Select(one => (one.Id, one.Title, one.Key)), Is.EqualTo(new[] { (key.Id, "laptop", line) }));
        Assert.That((isDeleted, isDeletedAgain), Is.EqualTo((true, false)));
    }

    [Test]
    public async Task Tokens_MadeUsedRevoked_OpenAndCloseTheDoor()
    {
        var user = await Gitea.NewUserAsync();
        var basic = GiteaCredential.Basic(user.Login, LiveGitea.Password);

        var token = await Client.Tokens.CreateAsync(basic, user.Login, new NewToken("contract", ["read:user", "read:repository"]), default);
        using var client = Gitea.NewClient(token.Secret);
        var who = await client.Users.GetCurrentAsync(default);
        var listed = await Client.Tokens.ListAsync(basic, user.Login, default);
        await Client.Tokens.DeleteAsync(basic, user.Login, token.Id, default);

        Assert.That(who.Login, Is.EqualTo(user.Login));
        Assert.That(listed.Select(one => (one.Name, one.Secret)), Is.EqualTo(new[] { ("contract", "") }));
        Assert.That(token.ToString(), Does.Not.Contain(token.Secret));
        Assert.ThrowsAsync<GiteaUnauthorizedException>(() => client.Users.GetCurrentAsync(default));
        Assert.ThrowsAsync<GiteaUnauthorizedException>(() =>
            Client.Tokens.CreateAsync(GiteaCredential.Token(Gitea.Token), user.Login, new NewToken("no", ["all"]), default));
    }
}
