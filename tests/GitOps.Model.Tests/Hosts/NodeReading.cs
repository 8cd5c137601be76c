using System.Diagnostics;
using System.Text.Json;

namespace GitOps.Model.Tests.Hosts;

/// <summary>What Node reads in a URL; null for what it refuses.</summary>
/// <param name="Host">Without brackets.</param>
internal sealed record NodeReading(string? Scheme, string? Host, int? Port)
{
    // The two parsers that Express Gateway, http-proxy, proxy-agent and superagent use.
    private const string Script =
        """
        const { parse } = require('url');
        const known = { 'http:': 80, 'https:': 443 };
        const reading = (url) => ({
          Scheme: url.protocol && url.protocol.slice(0, -1),
          Host: url.hostname && url.hostname.replace(/^\[|\]$/g, ''),
          Port: url.port ? Number(url.port) : known[url.protocol] || null,
        });
        const attempt = (read, text) => { try { return reading(read(text)); } catch { return null; } };
        let input = '';
        process.stdin.setEncoding('utf8').on('data', (part) => { input += part; }).on('end', () => {
          const readings = JSON.parse(input).map((text) => [attempt((url) => new URL(url), text), attempt((url) => parse(url), text)]);
          process.stdout.write(JSON.stringify(readings));
        });
        """;

    /// <summary>Each text as <c>new URL</c> reads it, and as <c>url.parse</c> does.</summary>
    public static async Task<IReadOnlyList<(NodeReading? Url, NodeReading? Legacy)>> ReadAsync(IReadOnlyList<string> texts)
    {
        using var node = Process.Start(new ProcessStartInfo("node", ["--no-deprecation", "-e", Script]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var answer = node.StandardOutput.ReadToEndAsync();
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(texts));
        node.StandardInput.Close();
        var readings = JsonSerializer.Deserialize<List<List<NodeReading?>>>(await answer)!;
        await node.WaitForExitAsync();
        return [.. readings.Select(pair => (pair[0], pair[1]))];
    }
}
