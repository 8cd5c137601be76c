using System.Net;
using GitOps.Model.Api;
using GitOps.Model.Names;

namespace GitOps.Configstore.Actualizers;

/// <summary>
/// What only the actualizer can tell, because it alone may ask the cluster. Any replica may answer. What is not a whole answer is an
/// <see cref="ActualizerUnavailableException"/>, never an empty one.
/// </summary>
public sealed class ActualizerClient(ConfigstoreSettings settings) : IDisposable
{
    /// <summary>Header that says how many pods a log is of.</summary>
    public const string PodsHeader = "X-Pods";

    private readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>Whether there is an actualizer to ask.</summary>
    public bool IsConfigured => settings.ActualizerUrl is not null;

    /// <summary>The pods of a component of a producer that may still run, from all of its projects and environments.</summary>
    /// <param name="producer">Whose pods.</param>
    /// <param name="app">Component, such as <c>workspace</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ActualizerUnavailableException">There is no whole answer.</exception>
    public async Task<IReadOnlyList<RunningPod>> ListPodsAsync(ProducerName producer, string app, CancellationToken cancellation)
    {
        var action = $"list the {app} pods of {producer}";
        using var response = await GetAsync($"producers/{producer}/pods?app={app}", action, cancellation);
        try
        {
            var list = await response.Content.ReadFromJsonAsync(ConfigstoreJson.Default.RunningPodList, cancellation);
            return list?.Items ?? throw new ActualizerUnavailableException($"Could not {action}: the answer of the actualizer holds no list.");
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or HttpRequestException or IOException)
        {
            throw new ActualizerUnavailableException($"Could not {action}: the answer of the actualizer cannot be read: {broken.Message}", broken);
        }
    }

    /// <summary>What the pods of a function wrote, and how many there are.</summary>
    /// <param name="environment">Whose function.</param>
    /// <param name="service">What its document calls it.</param>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ActualizerUnavailableException">There is no whole answer.</exception>
    public async Task<(string Pods, string Log)> ReadLogAsync(EnvironmentKey environment, string service, LogQuery query, CancellationToken cancellation)
    {
        var action = $"read the log of function {service} of {environment}";
        var path = $"producers/{environment.Producer}/projects/{environment.Project}/envs/{environment.Environment}/functions/{Uri.EscapeDataString(service)}/logs{query}";
        using var response = await GetAsync(path, action, cancellation);
        try
        {
            var pods = response.Headers.TryGetValues(PodsHeader, out var values) ? values.First() : "0";
            return (pods, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new ActualizerUnavailableException($"Could not {action}: the answer of the actualizer broke off: {broken.Message}", broken);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for a path below <c>ACTUALIZER_URL</c>; returns when the headers of a 200 are there.</summary>
    private async Task<HttpResponseMessage> GetAsync(string path, string action, CancellationToken cancellation)
    {
        if (settings.ActualizerUrl is not { } url)
            throw new ActualizerUnavailableException($"Could not {action}: the configstore does not know where the actualizer is. Set ACTUALIZER_URL and ACTUALIZER_TOKEN.");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), path));
        if (settings.ActualizerToken.Length > 0) request.Headers.Authorization = new("Bearer", settings.ActualizerToken);
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ActualizerUnavailableException($"Could not {action}: the actualizer at {url} did not answer: {failure.Message}", failure);
        }
        if (response.StatusCode == HttpStatusCode.OK) return response;
        using (response)
        {
            throw new ActualizerUnavailableException(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? $"Could not {action}: the actualizer does not let the configstore in. ACTUALIZER_TOKEN must be the same at both."
                : $"Could not {action}: the actualizer at {url} answered {(int)response.StatusCode}.");
        }
    }
}
