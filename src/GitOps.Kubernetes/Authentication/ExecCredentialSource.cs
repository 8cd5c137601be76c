using System.Security.Cryptography.X509Certificates;
using GitOps.Kubernetes.Configuration;

namespace GitOps.Kubernetes.Authentication;

/// <summary>
/// Asks a credential plugin, and again when what it gave is about to expire or was refused. Never asks twice at once.
/// </summary>
internal sealed class ExecCredentialSource(ExecPlugin plugin, X509Certificate2? certificate, TimeProvider time) : ICredentialSource, IDisposable
{
    /// <summary>A credential is replaced this long before its end, so that no request is on its way with one that has ended.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private volatile ExecCredential? _known;

    public X509Certificate2? CurrentCertificate => _known?.Credential.Certificate ?? certificate;

    public ValueTask<Credential> GetAsync(CancellationToken cancellation) =>
        _known is { } known && IsValid(known) ? ValueTask.FromResult(known.Credential) : AskAsync(cancellation);

    public bool Renew(Credential refused)
    {
        if (_known is { } known && ReferenceEquals(known.Credential, refused)) Interlocked.CompareExchange(ref _known, null, known);
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private async ValueTask<Credential> AskAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_known is { } known && IsValid(known)) return known.Credential;
            var fresh = await ExecCredential.RunAsync(plugin, certificate, time, cancellation);
            _known = fresh;
            return fresh.Credential;
        }
        finally
        {
            _gate.Release();
        }
    }

    private bool IsValid(ExecCredential credential) => credential.Expires is not { } end || time.GetUtcNow() + Margin < end;
}
