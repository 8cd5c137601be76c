using GitOps.Gitea.Errors;
using GitOps.Gitea.Scopes;
using GitOps.Gitea.Tokens;

namespace GitOps.Gitea.Tests.Contract;

public sealed class ScopeContractTests : ContractTests
{
    [TestCase("read:user read:repository", "")]
    [TestCase("read:user write:repository", "WriteRepositories")]
    [TestCase("write:user read:repository", "")]
    [TestCase("write:user write:repository", "WriteRepositories MakeRepositories")]
    [TestCase("write:user write:repository write:admin", "WriteRepositories MakeRepositories")]
    [TestCase("all", "WriteRepositories MakeRepositories")]
    public async Task Has_TokenOfAUser_IsWhatItsScopesAllow(string scopes, string expected)
    {
        var user = await Gitea.NewUserAsync();
        using var client = await ClientAsync(user.Login, scopes);

        var rights = new List<TokenRight>();
        foreach (var right in Enum.GetValues<TokenRight>())
        {
            if (await client.Scopes.HasAsync(right, default)) rights.Add(right);
        }

        Assert.That(string.Join(' ', rights), Is.EqualTo(expected));
        Assert.That(await Client.Repositories.ListOfUserAsync(user.Login, default), Is.Empty, "asking made nothing");
    }

    [Test]
    public async Task Has_AdministratorsToken_IsEverything()
    {
        foreach (var right in Enum.GetValues<TokenRight>()) Assert.That(await Client.Scopes.HasAsync(right, default), Is.True, right.ToString());
    }

    [Test]
    public async Task SeesPrivate_TokenForPublicThings_SeesNone()
    {
        var repository = await Gitea.NewRepositoryAsync();
        using var all = await ClientAsync(repository.Owner, "read:repository");
        using var publicOnly = await ClientAsync(repository.Owner, "read:repository public-only");
        using var none = await ClientAsync(repository.Owner, "read:user");

        Assert.That(await all.Repositories.SeesPrivateAsync(default), Is.True);
        Assert.That(await publicOnly.Repositories.SeesPrivateAsync(default), Is.False);
        Assert.ThrowsAsync<GiteaForbiddenException>(() => none.Repositories.SeesPrivateAsync(default));
        Assert.ThrowsAsync<GiteaNotFoundException>(() => publicOnly.Repositories.GetAsync(repository, default));
    }

    private async Task<GiteaClient> ClientAsync(string user, string scopes)
    {
        var token = await Client.Tokens.CreateAsync(GiteaCredential.Basic(user, LiveGitea.Password), user, new NewToken(LiveGitea.NewName("token"), scopes.Split(' ')), default);
        return Gitea.NewClient(token.Secret);
    }
}
