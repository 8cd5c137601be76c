using System.Security.Cryptography;
using System.Text;

namespace GitOps.Configstore.Access;

/// <summary>The tokens of the system's own services.</summary>
public sealed class ServiceTokens(ConfigstoreSettings settings)
{
    // Kept as hashes: of equal length, so that comparing them tells nothing of how much was right.
    private readonly (string Name, byte[] Hash)[] _tokens =
    [
        .. settings.ServiceTokens.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split(':', 2))
            .Select(pair => (pair[0], SHA256.HashData(Encoding.UTF8.GetBytes(pair[1])))),
    ];

    /// <summary>Whose token it is; null for nobody's.</summary>
    public string? Find(string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        string? found = null;
        foreach (var (name, known) in _tokens)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known)) found = name;
        }
        return found;
    }
}
