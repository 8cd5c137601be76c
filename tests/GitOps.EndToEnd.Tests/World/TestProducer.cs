namespace GitOps.EndToEnd.Tests.World;

/// <summary>A producer as its owner works with it: with git.</summary>
public sealed class TestProducer(EndToEndWorld world, string name) : IDisposable
{
    private readonly Dictionary<string, WorkingCopy> _copies = [];

    public string Name => name;

    /// <summary>Its Gitea user.</summary>
    public string User => $"customer-{name}";

    /// <summary>The clone of a repository, made when first asked for.</summary>
    public async Task<WorkingCopy> CopyAsync(string repository = "dev")
    {
        if (_copies.TryGetValue(repository, out var copy)) return copy;
        var token = world.Forge.Forge.CreateToken(User, $"test-{repository}");
        var url = new UriBuilder(new Uri(world.Forge.Url, $"/{User}/{repository}.git")) { UserName = User, Password = token };
        return _copies[repository] = await WorkingCopy.CloneAsync(url.Uri.ToString());
    }

    /// <summary>Commits and pushes a project; the commit's id.</summary>
    public Task<string> PushAsync(Project project) => PushFileAsync("lunchbadger.json", project.ToDocument(name));

    /// <summary>Commits and pushes one file of the dev repository; the commit's id.</summary>
    public async Task<string> PushFileAsync(string path, string content)
    {
        var copy = await CopyAsync();
        copy.Write(path, content);
        return await copy.PushAsync();
    }

    /// <summary>Forgets the clones, as when the repositories behind them were made anew.</summary>
    public void Dispose()
    {
        foreach (var copy in _copies.Values) copy.Dispose();
        _copies.Clear();
    }
}
