using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOps.Configstore.Tests.World;

/// <summary>Requests with a body and a precondition.</summary>
public static class HttpClientExtensions
{
    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, string? body = null, string? ifMatch = null, string type = "application/json")
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    public static async Task<JsonNode?> ReadJsonAsync(this HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync());

    /// <summary>The revision that an answer names.</summary>
    public static string Revision(this HttpResponseMessage response) => response.Headers.GetValues("X-Revision").Single();
}
