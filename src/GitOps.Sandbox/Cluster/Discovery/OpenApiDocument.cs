namespace GitOps.Sandbox.Cluster.Discovery;

/// <summary>
/// An OpenAPI document without paths and definitions. Clients that check objects against it before sending them find nothing
/// to check, and leave the checking to the server.
/// </summary>
internal static class OpenApiDocument
{
    /// <summary>Clients ask for this format by two names, of which one is no valid media type; this one suits all.</summary>
    public const string ProtobufType = "application/octet-stream";
    private const string Title = "Kubernetes";
    private const string Version = "v1.20.2";

    public static string Json => $"{{\"swagger\":\"2.0\",\"info\":{{\"title\":\"{Title}\",\"version\":\"{Version}\"}},\"paths\":{{}},\"definitions\":{{}}}}";

    /// <summary>The same in the wire format of openapi.v2.Document: fields 1 (swagger) and 2 (info: 1 title, 2 version).</summary>
    public static byte[] Protobuf
    {
        get
        {
            byte[] info = [.. Text(1, Title), .. Text(2, Version)];
            return [.. Text(1, "2.0"), 2 << 3 | 2, (byte)info.Length, .. info];
        }
    }

    private static byte[] Text(int field, string value) =>
        [(byte)(field << 3 | 2), (byte)value.Length, .. System.Text.Encoding.ASCII.GetBytes(value)];
}
