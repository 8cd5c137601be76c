using System.Collections.ObjectModel;
using System.Globalization;

namespace GitOps.Gitea.Transport;

/// <summary>
/// The environment of every git process: nothing of this machine's or user's configuration counts, nothing is ever
/// asked on a terminal, no protocol but http and https is spoken, no hook runs, and no credential helper is called. The
/// credential is passed here, as a header for Gitea's own URL alone, because command lines, URLs and configuration files
/// can be read by others.
/// </summary>
internal static class GitEnvironment
{
    // What the HTTP client of .NET heeds too: how the machine reaches the network, and whom it trusts.
    private static readonly string[] Inherited =
    [
        "PATH", "TMPDIR", "http_proxy", "https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "SystemRoot",
    ];

    /// <param name="credential">Null for work on the mirror alone.</param>
    public static ReadOnlyDictionary<string, string> Create(Uri baseUrl, GiteaCredential? credential)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LC_ALL"] = "C",
            ["HOME"] = "/nonexistent",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_ASKPASS"] = "",
            ["GIT_ALLOW_PROTOCOL"] = "http:https",
            ["GIT_PROTOCOL_FROM_USER"] = "0",
            ["GIT_NO_REPLACE_OBJECTS"] = "1",
        };
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                environment[name] = value;
            }
        }

        List<(string Key, string Value)> configuration =
        [
            ("core.hooksPath", "/dev/null"),
            ("core.fsmonitor", "false"),
            ("credential.helper", ""),
            ("gc.auto", "0"),
            ("maintenance.auto", "false"),
            ("protocol.version", "2"),
            ("fetch.unpackLimit", "1"),
            // A redirect could lead the credential elsewhere; who asks knows the repository's present name.
            ("http.followRedirects", "false"),
            ("http.lowSpeedLimit", "1"),
            ("http.lowSpeedTime", "20"),
        ];
        if (credential is not null)
        {
            configuration.Add(($"http.{baseUrl.AbsoluteUri.TrimEnd('/')}/.extraHeader", $"Authorization: {credential.Header}"));
        }

        environment["GIT_CONFIG_COUNT"] = configuration.Count.ToString(CultureInfo.InvariantCulture);
        for (var i = 0; i < configuration.Count; i++)
        {
            environment[$"GIT_CONFIG_KEY_{i}"] = configuration[i].Key;
            environment[$"GIT_CONFIG_VALUE_{i}"] = configuration[i].Value;
        }

        return environment.AsReadOnly();
    }
}
