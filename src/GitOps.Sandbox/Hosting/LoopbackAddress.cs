using System.Net;
using System.Net.Sockets;

namespace GitOps.Sandbox.Hosting;

/// <summary>Addresses for servers of this machine alone.</summary>
public static class LoopbackAddress
{
    /// <summary>
    /// The address of a loopback port that can be listened on; for port 0 a free one, chosen before the server starts
    /// because others must be told where it will be.
    /// </summary>
    /// <param name="server">What will listen there, for the error.</param>
    /// <param name="port">The wanted port, or 0.</param>
    /// <exception cref="IOException">The port is taken; the message says what to do.</exception>
    public static Uri Of(string server, int port)
    {
        try
        {
            return Listen(port);
        }
        catch (SocketException taken)
        {
            throw new IOException(
                $"Starting the {server} on 127.0.0.1:{port}: {taken.Message}. Is another sandbox running? End it, or start with --ports auto.",
                taken);
        }
    }

    /// <summary>Like <see cref="Of"/>, but a wanted port that is taken gives way to any free one.</summary>
    public static Uri Near(string server, int port)
    {
        try
        {
            return Listen(port);
        }
        catch (SocketException)
        {
            return Of(server, 0);
        }
    }

    private static Uri Listen(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
