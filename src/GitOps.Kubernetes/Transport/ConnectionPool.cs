using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using GitOps.Kubernetes.Authentication;
using GitOps.Kubernetes.Configuration;

namespace GitOps.Kubernetes.Transport;

/// <summary>
/// The connections to one API server: HTTP/2 where the server offers it, several when one has no stream left, with pings
/// that notice a dead peer. A new client certificate needs new connections, which <see cref="Renew"/> brings.
/// </summary>
internal sealed class ConnectionPool : IDisposable
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<HttpMessageInvoker> _all = [];
    private readonly KubernetesClientConfiguration _configuration;
    private readonly ICredentialSource _credentials;
    private volatile HttpMessageInvoker _current;

    public ConnectionPool(KubernetesClientConfiguration configuration, ICredentialSource credentials)
    {
        _configuration = configuration;
        _credentials = credentials;
        _current = Open();
    }

    public HttpMessageInvoker Current => _current;

    /// <summary>Later requests open new connections; those that run keep theirs, and what falls idle closes by itself.</summary>
    public void Renew()
    {
        lock (_gate) _current = Open();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var invoker in _all) invoker.Dispose();
            _all.Clear();
        }
    }

    private HttpMessageInvoker Open()
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = PingInterval,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = IdleTimeout,
            ConnectTimeout = ConnectTimeout,
            InitialHttp2StreamWindowSize = 1 << 20,
            SslOptions = Tls(),
            ActivityHeadersPropagator = null,
        };
        if (_configuration.ProxyUrl is { } proxy)
        {
            handler.Proxy = Proxy(proxy);
            handler.UseProxy = true;
        }
        var invoker = new HttpMessageInvoker(handler);
        _all.Add(invoker);
        return invoker;
    }

    private SslClientAuthenticationOptions Tls()
    {
        var options = new SslClientAuthenticationOptions
        {
            // The certificate is chosen at each handshake, so that a renewed one is used without a new pool.
            LocalCertificateSelectionCallback = (_, _, _, _, _) => _credentials.CurrentCertificate!,
        };
        if (_configuration.SkipTlsVerify)
        {
#pragma warning disable CA5359 // Asked for by name in the configuration; logged as a warning when the client is made.
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (_configuration.CertificateAuthorities is { Count: > 0 } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        return options;
    }

    private static WebProxy Proxy(Uri address)
    {
        // Without the user, since errors quote the address.
        var proxy = new WebProxy($"{address.Scheme}://{address.Authority}");
        if (address.UserInfo.Split(':', 2) is [var user, var password])
        {
            proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        }
        return proxy;
    }
}
