using System.Reflection;
using GitOps.Gitea;
using GitOps.Gitea.Contents;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Sandbox.Demo;

/// <summary>
/// The producer that a newcomer finds. It is made as any producer is, through the configstore, and gets the files of
/// <c>fixtures/demo</c>, which are built into this assembly.
/// </summary>
public static class DemoProducer
{
    /// <summary>Its name, <c>al</c>.</summary>
    public const string Name = "al";

    private const string Root = "demo/" + Name + "/";

    /// <summary>Makes the producer and fills its repositories, unless they have commits already.</summary>
    /// <returns>Its Gitea user.</returns>
    public static async Task<string> EnsureAsync(
        Uri configstore, Uri gitea, string token, Action<string> progress, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = configstore };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await http.PostAsJsonAsync("producers", new { id = Name, scaffold = false }, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new IOException(
                $"Creating the demo producer {Name}: the configstore answered {(int)answer.StatusCode}: "
                + await answer.Content.ReadAsStringAsync(cancellationToken));
        }

        const string user = "customer-" + Name;
        using var client = new GiteaClient(
            new GiteaOptions { BaseUrl = gitea, Token = token }, TimeProvider.System, NullLogger<GiteaClient>.Instance);
        foreach (var role in (string[])["functions", "dev"])
        {
            var name = new RepositoryName(user, role);
            var repository = await client.Repositories.GetAsync(name, cancellationToken);
            if (!repository.Empty) continue;
            await client.Contents.CommitAsync(name, new ContentsCommit(Files(role), "New LunchBadger project"), cancellationToken);
            progress($"producer     {Name}: filled {name}");
        }

        return user;
    }

    private static List<FileChange> Files(string role)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var folder = Root + role + "/";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => FileChange.Create(name[folder.Length..], Read(assembly, name))),
        ];
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(name)!;
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
