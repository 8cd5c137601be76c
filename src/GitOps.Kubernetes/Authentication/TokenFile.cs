using System.Security.Cryptography.X509Certificates;

namespace GitOps.Kubernetes.Authentication;

/// <summary>
/// A bearer token in a file that somebody else rewrites, as the kubelet does with service account tokens: read again at
/// least once a minute and whenever the server refuses it. A file that cannot be read does not take away a token that still works.
/// </summary>
internal sealed class TokenFile(string path, X509Certificate2? certificate, TimeProvider time) : ICredentialSource
{
    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile State? _state;

    public X509Certificate2? CurrentCertificate => certificate;

    public ValueTask<Credential> GetAsync(CancellationToken cancellation)
    {
        var state = _state;
        return ValueTask.FromResult(state is not null && time.GetElapsedTime(state.ReadAt) < ReadAgainAfter ? state.Credential : Read(null));
    }

    public bool Renew(Credential refused) => !ReferenceEquals(Read(refused), refused);

    private Credential Read(Credential? refused)
    {
        lock (_gate)
        {
            var known = _state;
            if (refused is null && known is not null && time.GetElapsedTime(known.ReadAt) < ReadAgainAfter) return known.Credential;
            string token;
            try
            {
                token = File.ReadAllText(path).Trim();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                if (known is not null) return known.Credential;
                throw new CredentialException($"Could not read the bearer token from {path}: {error.Message} Check that the file is mounted and readable.", error);
            }
            if (token.Length == 0 || token.Any(char.IsControl))
            {
                // Half-written, perhaps: the old one stays until the next reading.
                if (known is not null) return known.Credential;
                throw new CredentialException($"The bearer token in {path} is empty or no single line. Check what writes the file.");
            }
            var credential = known?.Credential.Authorization?.Parameter == token ? known.Credential : Credential.Bearer(token, certificate);
            _state = new State(credential, time.GetTimestamp());
            return credential;
        }
    }

    private sealed record State(Credential Credential, long ReadAt);
}
