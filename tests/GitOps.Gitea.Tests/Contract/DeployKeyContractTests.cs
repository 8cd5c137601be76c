using GitOps.Gitea.Collaborators;
using GitOps.Gitea.Errors;
using GitOps.Gitea.Keys;
using GitOps.Gitea.Tokens;

namespace GitOps.Gitea.Tests.Contract;

public sealed class DeployKeyContractTests : ContractTests
{
    [Test]
    public async Task Keys_AddedListedDeleted_AreAsTold()
    {
        var repository = await Gitea.NewRepositoryAsync();
        var line = LiveGitea.NewKeyLine();

        var reading = await Client.DeployKeys.AddAsync(repository, new NewKey("reading", line, ReadOnly: true), default);
        var writing = await Client.DeployKeys.AddAsync(repository, new NewKey("writing", LiveGitea.NewKeyLine()), default);
        var listed = await Client.DeployKeys.ListAsync(repository, default);
        await Client.DeployKeys.DeleteAsync(repository, reading.Id, default);
        // What is not there any more is deleted without a word.
        await Client.DeployKeys.DeleteAsync(repository, reading.Id, default);
        var left = await Client.DeployKeys.ListAsync(repository, default);

        Assert.That(listed.Select(key => (key.Id, key.KeyId, key.Title, key.ReadOnly)), Is.EquivalentTo(new[]
        {
            (reading.Id, reading.KeyId, "reading", true),
            (writing.Id, writing.KeyId, "writing", false),
        }));
        Assert.That(listed.Single(key => key.Id == reading.Id).Key, Is.EqualTo(line));
        Assert.That(left.Select(key => key.Id), Is.EqualTo(new[] { writing.Id }));
    }

    [Test]
    public async Task Key_OfTwoRepositories_IsOneKeyAndNoUsers()
    {
        var repository = await Gitea.NewRepositoryAsync();
        var other = await Gitea.NewRepositoryAsync(repository.Owner);
        var line = LiveGitea.NewKeyLine();

        var first = await Client.DeployKeys.AddAsync(repository, new NewKey("one", line, ReadOnly: true), default);
        var second = await Client.DeployKeys.AddAsync(other, new NewKey("one", line), default);

        Assert.That((second.KeyId, second.Id), Is.EqualTo((first.KeyId, second.Id)).And.Not.EqualTo((first.KeyId, first.Id)));
        Assert.ThrowsAsync<GiteaConflictException>(() => Client.DeployKeys.AddAsync(repository, new NewKey("again", line), default));
        Assert.ThrowsAsync<GiteaConflictException>(() => Client.Keys.AddAsync(repository.Owner, new NewKey("laptop", line), default));
    }

    [Test]
    public async Task Key_OfAUser_IsNoRepositorys()
    {
        var repository = await Gitea.NewRepositoryAsync();
        var line = LiveGitea.NewKeyLine();
        await Client.Keys.AddAsync(repository.Owner, new NewKey("laptop", line), default);

        Assert.ThrowsAsync<GiteaConflictException>(() => Client.DeployKeys.AddAsync(repository, new NewKey("pod", line), default));
    }

    [Test]
    public async Task Key_WithATitleThatIsTakenOrThatIsNone_IsRefused()
    {
        var repository = await Gitea.NewRepositoryAsync();
        await Client.DeployKeys.AddAsync(repository, new NewKey("pod", LiveGitea.NewKeyLine()), default);

        Assert.ThrowsAsync<GiteaConflictException>(() => Client.DeployKeys.AddAsync(repository, new NewKey("pod", LiveGitea.NewKeyLine()), default));
        Assert.ThrowsAsync<GiteaValidationException>(() => Client.DeployKeys.AddAsync(repository, new NewKey("broken", "ssh-ed25519 nonsense"), default));
        Assert.ThrowsAsync<GiteaValidationException>(() => Client.DeployKeys.AddAsync(repository, new NewKey("", LiveGitea.NewKeyLine()), default));
    }

    [Test]
    public async Task Keys_OfWhoDoesNotAdministrateTheRepository_AreForbidden()
    {
        var repository = await Gitea.NewRepositoryAsync();
        var writer = await Gitea.NewUserAsync();
        await Client.Collaborators.SetAsync(repository, writer.Login, RepositoryPermission.Write, default);
        var stranger = await Gitea.NewUserAsync();

        Assert.ThrowsAsync<GiteaForbiddenException>(() => Client.As(writer.Login).DeployKeys.ListAsync(repository, default));
        Assert.ThrowsAsync<GiteaForbiddenException>(() => Client.As(writer.Login).DeployKeys.AddAsync(repository, new NewKey("pod", LiveGitea.NewKeyLine()), default));
        Assert.ThrowsAsync<GiteaNotFoundException>(() => Client.As(stranger.Login).DeployKeys.ListAsync(repository, default));
    }

    [Test]
    public async Task Keys_OfATokenThatMayOnlyRead_AreListedAndNotAdded()
    {
        var repository = await Gitea.NewRepositoryAsync();
        var basic = GiteaCredential.Basic(repository.Owner, LiveGitea.Password);
        var token = await Client.Tokens.CreateAsync(basic, repository.Owner, new NewToken("reading", ["read:repository"]), default);
        using var reader = Gitea.NewClient(token.Secret);

        Assert.That(await reader.DeployKeys.ListAsync(repository, default), Is.Empty);
        Assert.ThrowsAsync<GiteaForbiddenException>(() => reader.DeployKeys.AddAsync(repository, new NewKey("pod", LiveGitea.NewKeyLine()), default));
    }
}
