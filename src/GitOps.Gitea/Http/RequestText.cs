namespace GitOps.Gitea.Http;

/// <summary>How a request is named in messages and logs: method and path, without host, query and headers.</summary>
internal static class RequestText
{
    public static string Of(HttpRequestMessage request) =>
        $"{request.Method} {(request.RequestUri is { IsAbsoluteUri: true } uri ? uri.AbsolutePath : request.RequestUri?.OriginalString.Split('?')[0])}";

    public static string Of(HttpResponseMessage response) => response.RequestMessage is { } request ? Of(request) : "A call to Gitea";
}
