namespace GitOps.Gitea.Tests.Contract;

/// <summary>What holds of any server that speaks Gitea's API: of the sandbox's forge as of a real one.</summary>
[Category("Contract")]
public abstract class ContractTests
{
    private LiveGitea? _gitea;

    protected LiveGitea Gitea => _gitea ?? throw new InvalidOperationException("The server was not reached.");

    protected GiteaClient Client => Gitea.Client;

    [OneTimeSetUp]
    public async Task ConnectAsync() => _gitea = await LiveGitea.ConnectAsync();

    [OneTimeTearDown]
    public async Task DisconnectAsync()
    {
        if (_gitea is not null)
        {
            await _gitea.DisposeAsync();
        }
    }
}
