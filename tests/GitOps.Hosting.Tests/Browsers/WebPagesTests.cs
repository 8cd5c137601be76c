using System.Net;
using GitOps.Hosting.Browsers;
using Microsoft.AspNetCore.Http;

namespace GitOps.Hosting.Tests.Browsers;

/// <summary>Programs get through; what a page makes a browser ask does not, under whatever name.</summary>
public sealed class WebPagesTests
{
    private readonly WebPages _pages = new(["actualizer.example.org", "10.1.2.3"]);

    [TestCase("127.0.0.1:3003", true)]
    [TestCase("127.0.0.2", true)]
    [TestCase("localhost:3003", true)]
    [TestCase("LOCALHOST", true)]
    [TestCase("configstore.localhost", true)]
    [TestCase("[::1]:3003", true)]
    [TestCase("actualizer.example.org:8080", true)]
    [TestCase("Actualizer.Example.org.", true)]
    [TestCase("10.1.2.3", true)]
    [TestCase("192.0.2.7:3003", true, Description = "the address of the connection")]
    [TestCase("192.0.2.8:3003", false)]
    [TestCase("evil.example", false)]
    [TestCase("evil.example:3003", false)]
    [TestCase("localhost.evil.example", false)]
    [TestCase("evillocalhost", false)]
    [TestCase("127.0.0.1.evil.example", false)]
    [TestCase("x.actualizer.example.org", false)]
    public void Refusal_ByHost_LetsThroughWhatTheProcessIsReachedAs(string host, bool expected) =>
        Assert.That(_pages.Refusal(Request("GET", host)), expected ? Is.Null : Does.Contain("ALLOWED_HOSTS"));

    [TestCase("POST", null, null, null, true, Description = "a program")]
    [TestCase("POST", "http://localhost:3003", "same-origin", "cors", true)]
    [TestCase("POST", "https://localhost:3003", null, null, true, Description = "a proxy speaks TLS")]
    [TestCase("POST", "http://localhost:3000", null, null, false)]
    [TestCase("POST", "http://localhost", null, null, false)]
    [TestCase("POST", "http://evil.example:3003", null, null, false)]
    [TestCase("POST", "null", null, null, false)]
    [TestCase("POST", "nonsense", null, null, false)]
    [TestCase("POST", null, "cross-site", "no-cors", false)]
    [TestCase("POST", null, "same-site", "cors", false)]
    [TestCase("POST", null, "cross-site", "navigate", false, Description = "a form")]
    [TestCase("GET", "http://evil.example", null, null, false)]
    [TestCase("GET", null, "cross-site", "no-cors", false)]
    [TestCase("GET", null, "cross-site", "navigate", true, Description = "a link")]
    [TestCase("GET", null, "none", "navigate", true, Description = "typed")]
    public void Refusal_ByOrigin_LetsThroughProgramsAndItsOwnPages(string method, string? origin, string? site, string? mode, bool expected)
    {
        var request = Request(method, "localhost:3003");
        if (origin is not null) request.Headers.Origin = origin;
        if (site is not null) request.Headers["Sec-Fetch-Site"] = site;
        if (mode is not null) request.Headers["Sec-Fetch-Mode"] = mode;

        Assert.That(_pages.Refusal(request), expected ? Is.Null : Does.Contain("another origin"));
    }

    [TestCase("http://[::1]:3003", "[::1]:3003")]
    [TestCase("https://actualizer.example.org", "actualizer.example.org")]
    public void Refusal_OfAPageOfItsOwn_IsNone(string origin, string host)
    {
        var request = Request("POST", host);
        request.Headers.Origin = origin;

        Assert.That(_pages.Refusal(request), Is.Null);
    }

    private static HttpRequest Request(string method, string host)
    {
        var context = new DefaultHttpContext { Connection = { LocalIpAddress = IPAddress.Parse("::ffff:192.0.2.7") } };
        context.Request.Method = method;
        context.Request.Host = new HostString(host);
        return context.Request;
    }
}
