using GitOps.Kubernetes.Configuration;
using GitOps.Kubernetes.Errors;
using GitOps.Kubernetes.Objects;
using GitOps.Kubernetes.Tests.Support;
using GitOps.Testing;
using Microsoft.AspNetCore.Http;

namespace GitOps.Kubernetes.Tests.Transport;

[TestFixture]
public sealed class ConnectionTests : ClusterTest
{
    private static readonly ObjectReference Default = new("v1", "Namespace", "", "default");

    private static readonly RequestDelegate AnyMap = context => context.Response.WriteAsync("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"}}""");

    [Test]
    public void GetAsync_AuthorityNotTrusted_FailsAtOnce()
    {
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = Server.Url, Token = Server.Token });

        Assert.That(() => client.GetAsync(Default), Throws.InstanceOf<UnreachableException>().With.Message.Contains("certificate"));
    }

    [Test]
    public async Task GetAsync_VerificationSkipped_Connects()
    {
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = Server.Url, Token = Server.Token, SkipTlsVerify = true });

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
    }

    [Test]
    public async Task GetAsync_TlsServerName_IsWhatTheCertificateMustBeFor()
    {
        using var authority = LoopbackCertificates.CreateAuthority("inner");
        using var certificate = TestCertificates.ForServer(authority, "inner.example");
        await using var server = await FakeApiServer.StartAsync(AnyMap, certificate);

        using var named = Connect(server, authority, "inner.example");
        using var unnamed = Connect(server, authority, null);
        using var misnamed = Connect(server, authority, "other.example");

        Assert.That((await named.GetAsync(Map("x"))).Name, Is.EqualTo("x"));
        Assert.That(() => unnamed.GetAsync(Map("x")), Throws.InstanceOf<UnreachableException>());
        Assert.That(() => misnamed.GetAsync(Map("x")), Throws.InstanceOf<UnreachableException>());
    }

    [Test]
    public async Task GetAsync_ManyAtOnce_ShareOneHttp2Connection()
    {
        using var authority = LoopbackCertificates.CreateAuthority("http2");
        using var certificate = LoopbackCertificates.CreateServer(authority);
        await using var server = await FakeApiServer.StartAsync(AnyMap, certificate);
        using var client = Connect(server, authority, null);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.GetAsync(Map("x"))));

        Assert.That(server.Requests.Select(request => request.Protocol).Distinct(), Is.EqualTo(["HTTP/2"]));
        Assert.That(server.Requests.Select(request => request.Connection).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task GetAsync_ProxyUrl_GoesThroughIt()
    {
        await using var proxy = new ConnectProxy();
        using var client = new KubernetesClient(new KubernetesClientConfiguration
        {
            Server = Server.Url,
            CertificateAuthorities = [Server.CaCertificate],
            Token = Server.Token,
            ProxyUrl = new UriBuilder(proxy.Url) { UserName = "me", Password = "p%40ss" }.Uri,
        });

        Assert.That((await client.GetAsync(Default)).Name, Is.EqualTo("default"));
        Assert.That(proxy.Asked, Has.All.StartsWith($"CONNECT {Server.Url.Authority} "));
    }

    [Test]
    public async Task GetAsync_ServerUnderAPath_KeepsThePath()
    {
        await using var server = await FakeApiServer.StartAsync(context => context.Response.WriteAsync(
            context.Request.Path == "/clusters/one/api/v1" ? """{"kind":"APIResourceList","resources":[{"name":"configmaps","kind":"ConfigMap","namespaced":true,"verbs":["get"]}]}""" : """{"kind":"ConfigMap"}"""));
        using var client = new KubernetesClient(new KubernetesClientConfiguration { Server = new(server.Url, "/clusters/one/") });

        await client.GetAsync(Map("x"));

        Assert.That(server.Requests[^1].Target, Is.EqualTo($"/clusters/one/api/v1/namespaces/{Namespace}/configmaps/x"));
    }

    private static KubernetesClient Connect(FakeApiServer server, System.Security.Cryptography.X509Certificates.X509Certificate2 authority, string? name) =>
        new(new KubernetesClientConfiguration { Server = server.Url, CertificateAuthorities = [authority], TlsServerName = name });
}
