using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Tests.Cluster.Conformance;

/// <summary>Sends a script to one server and keeps the answers in comparable form.</summary>
internal sealed partial class ConformanceRun(HttpClient client, string ns)
{
    private readonly Dictionary<string, string> _saved = new(StringComparer.Ordinal) { ["ns"] = ns };
    private readonly AnswerNormalizer _normalizer = new(ns);

    /// <summary>One text per step.</summary>
    public async Task<IReadOnlyList<string>> SendAsync(ConformanceScript script, CancellationToken cancellation)
    {
        await PrepareAsync(cancellation);
        var answers = new List<string>();
        foreach (var step in script.Steps)
            answers.Add(step.Method == "WATCH" ? await WatchAsync(step, cancellation) : await SendAsync(step, cancellation));
        return answers;
    }

    /// <summary>A namespace of its own, with the service account that pods of a real server need.</summary>
    private async Task PrepareAsync(CancellationToken cancellation)
    {
        await SendAsync(ConformanceStep.Of(new JsonObject { ["do"] = "POST api/v1/namespaces", ["body"] = new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } } }), cancellation);
        await SendAsync(ConformanceStep.Of(new JsonObject
        {
            ["do"] = "APPLY api/v1/namespaces/{ns}/serviceaccounts/default?fieldManager=setup&force=true",
            ["body"] = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ServiceAccount",
                ["metadata"] = new JsonObject { ["name"] = "default" },
                ["automountServiceAccountToken"] = false,
            },
        }), cancellation);
    }

    private async Task<string> SendAsync(ConformanceStep step, CancellationToken cancellation)
    {
        using var request = Request(new HttpMethod(step.Method), step);
        using var response = await client.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        var body = text.StartsWith('{') ? JsonNode.Parse(text) : JsonValue.Create(text.Trim());
        if (step.Save is { } name && body?["metadata"] is JsonObject metadata)
        {
            _saved[name + ".uid"] = (string?)metadata["uid"] ?? "";
            _saved[name + ".rv"] = (string?)metadata["resourceVersion"] ?? "";
            _saved[name + ".continue"] = (string?)metadata["continue"] ?? "";
        }
        return $"{(int)response.StatusCode}\n{_normalizer.Normalize(body)}";
    }

    private async Task<string> WatchAsync(ConformanceStep step, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, step);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        var events = new StringBuilder();
        for (var i = 0; i < step.Take && await reader.ReadLineAsync(cancellation) is { } line; i++)
            events.AppendLine(_normalizer.Normalize(JsonNode.Parse(line)));
        return $"{(int)response.StatusCode}\n{events}";
    }

    private HttpRequestMessage Request(HttpMethod method, ConformanceStep step)
    {
        var request = new HttpRequestMessage(method, Fill(step.Path));
        request.Headers.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", step.Agent);
        request.Headers.TryAddWithoutValidation("Accept", step.Accept ?? "application/json");
        if (step.Body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Fill(step.Body.ToJsonString())));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(step.Type ?? "application/json");
        }
        return request;
    }

    private string Fill(string text) => Placeholder().Replace(text, match => _saved.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);

    [GeneratedRegex(@"\{([a-z0-9]+(?:\.[a-z]+)?)\}")]
    private static partial Regex Placeholder();
}
