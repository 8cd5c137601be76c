using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitOps.Engine.Snapshots;
using GitOps.Model.Api;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Actualizer.Configstore;

/// <summary>
/// Desired state over HTTP. What is not a whole, well-formed answer is a <see cref="SnapshotsUnavailableException"/>, never an empty one.
/// </summary>
/// <param name="http">With the configstore's base address.</param>
public sealed class ConfigstoreClient(HttpClient http) : ISnapshots
{
    private const int PageLimit = 1000;

    /// <summary>Listings that change while they are read, before giving up.</summary>
    private const int Attempts = 5;

    public async Task<EnvironmentListing> ListAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await TryListAsync(cancellationToken) is { } listing) return listing;
        }
        throw new SnapshotsUnavailableException($"The configstore's list of environments changed {Attempts} times while it was read.");
    }

    public Task<EnvironmentSnapshot?> GetAsync(EnvironmentKey environment, Revision? revision, CancellationToken cancellationToken)
    {
        var path = Path(environment) + (revision is { } wanted ? $"?revision={wanted}" : "");
        return FindAsync(path, $"read {environment}", ApiJson.Default.EnvironmentSnapshot, cancellationToken);
    }

    public Task<EnvironmentStatus?> StatusAsync(EnvironmentKey environment, CancellationToken cancellationToken) =>
        FindAsync($"{Path(environment)}/status", $"read the status of {environment}", ApiJson.Default.EnvironmentStatus, cancellationToken);

    /// <returns>False when there is no such environment any more, so that nobody would read it.</returns>
    /// <exception cref="SnapshotsUnavailableException">It could not be delivered.</exception>
    public async Task<bool> PutStatusAsync(EnvironmentStatus status, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Path(status.Key)}/status");
        request.Content = JsonContent.Create(status, ApiJson.Default.EnvironmentStatus);
        using var response = await SendAsync(request, $"report on {status.Key}", cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return false;
        ThrowUnlessSuccess(response, $"report on {status.Key}");
        return true;
    }

    private async Task<EnvironmentListing?> TryListAsync(CancellationToken cancellationToken)
    {
        var heads = new Dictionary<EnvironmentKey, EnvironmentHead>();
        EnvironmentPage? first = null;
        string? after = null;
        do
        {
            var path = $"environments?limit={PageLimit}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}";
            var page = await FindAsync(path, "list the environments", ApiJson.Default.EnvironmentPage, cancellationToken)
                // A configstore that does not know its own list is a wrong or broken one, not an empty one.
                ?? throw new SnapshotsUnavailableException($"Could not list the environments: {http.BaseAddress} does not know /environments. Check CONFIGSTORE_URL.");
            first ??= page;
            if (page.Listing != first.Listing) return null;
            foreach (var head in page.Items) heads[head.Key] = head;
            after = page.Next;
        }
        while (after is not null);

        if (heads.Count != first.Total)
            throw new SnapshotsUnavailableException($"Could not list the environments: the configstore announced {first.Total} and gave {heads.Count}.");
        return new EnvironmentListing(heads, first.CompleteAsOf);
    }

    private async Task<T?> FindAsync<T>(string path, string action, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await SendAsync(request, action, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound) return null;
        ThrowUnlessSuccess(response, action);
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new SnapshotsUnavailableException($"Could not {action}: the configstore's answer was null.");
        }
        catch (Exception error) when (error is JsonException or HttpRequestException or IOException or NotSupportedException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SnapshotsUnavailableException($"Could not {action}: the configstore's answer was not whole or not as agreed.", null, error);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string action, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or IOException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new SnapshotsUnavailableException($"Could not {action}: the configstore at {http.BaseAddress} gave no answer ({error.GetType().Name}).", null, error);
        }
    }

    private static void ThrowUnlessSuccess(HttpResponseMessage response, string action)
    {
        if (response.IsSuccessStatusCode) return;
        throw new SnapshotsUnavailableException(
            $"Could not {action}: {Refusals.Describe(response.StatusCode)}.",
            response.Headers.RetryAfter?.Delta);
    }

    private static string Path(EnvironmentKey environment) =>
        environment.Project == ProjectName.Main
            ? $"producers/{environment.Producer}/envs/{environment.Environment}"
            : $"producers/{environment.Producer}/projects/{environment.Project}/envs/{environment.Environment}";
}
