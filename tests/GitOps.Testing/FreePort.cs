using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace GitOps.Testing;

/// <summary>
/// A loopback port that nobody listens on, kept from every other test process until disposed. For programs that must
/// be told a port; a server inside the test binds port 0 instead. The ports lie below those that the kernel gives to
/// outgoing connections, so that none takes one by chance while a server restarts.
/// </summary>
public sealed class FreePort : IDisposable
{
    private const int First = 20000;
    private const int End = 32000;
    private const int Attempts = 1000;

    private readonly FileStream _claim;

    private FreePort(int number, FileStream claim)
    {
        Number = number;
        _claim = claim;
    }

    public int Number { get; }

    /// <summary>Claims a port. Safe across the test processes of one user.</summary>
    /// <exception cref="InvalidOperationException">No free port was found.</exception>
    public static FreePort Reserve()
    {
        var claims = Path.Combine(Path.GetTempPath(), $"gitops-ports-{Environment.UserName}");
        Directory.CreateDirectory(claims);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var number = RandomNumberGenerator.GetInt32(First, End);
            var claim = TryClaim(Path.Combine(claims, $"{number}"));
            if (claim is not null && IsFree(number))
            {
                return new FreePort(number, claim);
            }

            claim?.Dispose();
        }

        throw new InvalidOperationException($"No free loopback port found between {First} and {End} in {Attempts} attempts.");
    }

    public void Dispose() => _claim.Dispose();

    public override string ToString() => $"{Number}";

    private static FileStream? TryClaim(string path)
    {
        try
        {
            return new FileStream(
                path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            // Another test process has it.
            return null;
        }
    }

    private static bool IsFree(int number)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, number));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
