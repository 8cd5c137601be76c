using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitOps.Gitea.Errors;
using RestEase;
using RestEase.Implementation;

namespace GitOps.Gitea.Http;

/// <summary>
/// RestEase's requests with System.Text.Json: bodies are written from and read into records through the generated
/// metadata, straight from UTF-8. A document of another shape is a <see cref="GiteaProtocolException"/>.
/// </summary>
internal sealed class GiteaRequester : Requester
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public GiteaRequester(HttpClient http)
        : base(http) => RequestBodySerializer = new BodySerializer();

    public override async Task RequestVoidAsync(IRequestInfo requestInfo)
    {
        using var response = await SendRequestAsync(requestInfo, readBody: true);
    }

    public override async Task<T> RequestAsync<T>(IRequestInfo requestInfo)
    {
        using var response = await SendRequestAsync(requestInfo, readBody: true);
        return await ReadAsync<T>(response, requestInfo) ?? throw Null(response);
    }

    public override async Task<Response<T>> RequestWithResponseAsync<T>(IRequestInfo requestInfo)
    {
        var response = await SendRequestAsync(requestInfo, readBody: true);
        var content = await ReadAsync<T>(response, requestInfo);
        return new Response<T>(string.Empty, response, () => content!);
    }

    private static async Task<T?> ReadAsync<T>(HttpResponseMessage response, IRequestInfo request)
    {
        var stream = await response.Content.ReadAsStreamAsync(request.CancellationToken);
        try
        {
            var metadata = (JsonTypeInfo<T>)GiteaJson.Default.GetTypeInfo(typeof(T))!;
            return await JsonSerializer.DeserializeAsync(stream, metadata, request.CancellationToken);
        }
        catch (JsonException error)
        {
            throw new GiteaProtocolException(
                $"{RequestText.Of(response)}: the answer is not the document that the API describes ({error.Message}). "
                + "Check that the base URL leads to Gitea and to no proxy's page, and that its version is 1.21 or later.",
                error)
            { Status = response.StatusCode };
        }
    }

    private static GiteaProtocolException Null(HttpResponseMessage response) =>
        new($"{RequestText.Of(response)}: the answer is null where the API describes an object.") { Status = response.StatusCode };

    private sealed class BodySerializer : RequestBodySerializer
    {
        public override HttpContent? SerializeBody<T>(T body, RequestBodySerializerInfo info)
        {
            if (body is null)
            {
                return null;
            }

            var content = new ByteArrayContent(
                JsonSerializer.SerializeToUtf8Bytes(body, (JsonTypeInfo<T>)GiteaJson.Default.GetTypeInfo(typeof(T))!));
            content.Headers.ContentType = Json;
            return content;
        }
    }
}
