using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOps.Model.Validation;

namespace GitOps.Model.Hosts;

/// <summary>Finds what leads to where an environment may not go. Messages tell the host that was read, and nothing of what stands around it: that may be a secret.</summary>
internal sealed partial class DestinationCheck(EnvironmentHosts hosts, string file, ProblemList problems)
{
    private const string Hint = "Name a host outside of the cluster. Models and functions of this environment need no service endpoint: connect them to a pipeline. An operator can allow further hosts with ENDPOINT_ALLOW.";

    /// <inheritdoc cref="HostRules.MayFollowRedirects"/>
    public bool MayFollowRedirects => hosts.MayFollowRedirects;

    /// <param name="what">What leads there, as the beginning of a sentence: <c>The policy 'proxy' with 'proxyUrl'</c>; empty for what the path names.</param>
    public void CheckUrl(string text, IReadOnlyList<string> schemes, string path, string what)
    {
        if (!WebUrl.TryRead(text, schemes, out var url, out var violation))
            problems.Add(file, path, $"{Subject(what, "Expected", "takes only")} a URL that begins with {string.Join(" or ", schemes.Select(scheme => scheme + "://"))}, in a spelling that all programs read alike: {violation}.");
        else CheckHost(url.Host, path, what);
    }

    public void CheckHost(string text, string path, string what)
    {
        if (!CalledHost.TryRead(text, out var host, out var violation)) problems.Add(file, path, $"{Subject(what, "Expected", "takes only")} a host in a spelling that all programs read alike: {violation}.");
        else CheckHost(host, path, what);
    }

    /// <summary>Looks through what nobody here knows, and judges every text that a program could take for a URL.</summary>
    public void CheckTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, member) in members) CheckTexts(member);
                return;
            case JsonArray items:
                foreach (var item in items) CheckTexts(item);
                return;
            case JsonValue value when value.TryGetValue<string>(out var text) && LooksLikeUrl().IsMatch(text):
                CheckAnyUrl(text, value.GetPath());
                return;
            default:
                return;
        }
    }

    private void CheckAnyUrl(string text, string path)
    {
        var scheme = text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? text[..colon].ToLowerInvariant() : "";
        CheckUrl(text, scheme.Length > 0 && scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.') ? [scheme] : WebUrl.Web, path, "");
    }

    private void CheckHost(CalledHost host, string path, string what)
    {
        if (hosts.Violation(host) is { } violation) problems.Add(new Problem(file, path, $"{Subject(what, "Leads", "leads")} to '{host}', {violation}.") { Hint = Hint });
    }

    private static string Subject(string what, string alone, string verb) => what.Length == 0 ? alone : $"{what} {verb}";

    /// <summary>A scheme with what follows it, or two slashes, after what parsers leave out at the beginning and within.</summary>
    [GeneratedRegex(@"^[\s\x00-\x20\uFEFF]*(?:(?:[a-z][\t\r\n]*[a-z0-9+.\-\t\r\n]*:[\t\r\n]*[/\\])|(?:h[\t\r\n]*t[\t\r\n]*t[\t\r\n]*p[\t\r\n]*s?[\t\r\n]*:)|(?:[/\\][\t\r\n]*[/\\]))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeUrl();
}
