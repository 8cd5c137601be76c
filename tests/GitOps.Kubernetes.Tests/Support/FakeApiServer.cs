using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOps.Kubernetes.Tests.Support;

/// <summary>Answers what the real API server cannot be made to answer here: logs without a kubelet, odd certificates.</summary>
public sealed class FakeApiServer : IAsyncDisposable
{
    private const string Resources = """
        {"kind":"APIResourceList","groupVersion":"v1","resources":[
          {"name":"pods","kind":"Pod","namespaced":true,"verbs":["get","list","watch"]},
          {"name":"pods/log","kind":"Pod","namespaced":true,"verbs":["get"]},
          {"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["get","list","watch","patch"]}]}
        """;

    private readonly WebApplication _server;
    private readonly ConcurrentQueue<(string Protocol, string Connection, string Target, string Authorization)> _requests = new();

    private FakeApiServer(X509Certificate2? certificate, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        _server = builder.Build();
        _server.Run(async context =>
        {
            _requests.Enqueue((context.Request.Protocol, context.Connection.Id, context.Request.Path + context.Request.QueryString.ToString(), context.Request.Headers.Authorization.ToString()));
            if (context.Request.Path == "/api/v1") await context.Response.WriteAsync(Resources);
            else await answer(context);
        });
    }

    public Uri Url => new(_server.Urls.First());

    public IReadOnlyList<(string Protocol, string Connection, string Target, string Authorization)> Requests => [.. _requests];

    /// <param name="certificate">Null for http.</param>
    public static async Task<FakeApiServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var server = new FakeApiServer(certificate, answer);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
