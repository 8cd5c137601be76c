using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Gitea.Tests.Servers;

/// <summary>Clients whose patience is short enough for a test.</summary>
public static class TestClient
{
    public const string Token = "sentinel-token-0123456789";

    public static GiteaClient For(Uri url, Action<GiteaOptions>? configure = null)
    {
        var options = Options(url);
        configure?.Invoke(options);
        return new GiteaClient(options, TimeProvider.System, NullLogger<GiteaClient>.Instance);
    }

    public static GiteaOptions Options(Uri url) => new()
    {
        BaseUrl = url,
        Token = Token,
        RetryDelay = TimeSpan.FromMilliseconds(5),
        AttemptTimeout = TimeSpan.FromSeconds(5),
        TotalTimeout = TimeSpan.FromSeconds(20),
    };
}
