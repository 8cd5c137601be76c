using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Kubernetes.Configuration;

namespace GitOps.Kubernetes.Authentication;

/// <summary>What a credential plugin gave.</summary>
/// <param name="Credential">Token, certificate or both.</param>
/// <param name="Expires">Null for as long as the server accepts it.</param>
internal sealed record ExecCredential(Credential Credential, DateTimeOffset? Expires)
{
    private const int ShownErrorOutput = 500;

    public static async Task<ExecCredential> RunAsync(ExecPlugin plugin, X509Certificate2? certificate, TimeProvider time, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(plugin.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var process = Start(plugin);
        try
        {
            // No terminal and nothing to read: a plugin that asks for a password ends at once instead of hanging.
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(both.Token);
            var errors = process.StandardError.ReadToEndAsync(both.Token);
            await process.WaitForExitAsync(both.Token);
            if (process.ExitCode != 0)
            {
                var said = (await errors).Trim();
                throw new CredentialException($"The credential plugin {plugin.Command} ended with {process.ExitCode}: {said[..Math.Min(said.Length, ShownErrorOutput)]}. Run it by hand to see why.");
            }
            return Parse(plugin, await output, certificate);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CredentialException($"The credential plugin {plugin.Command} did not end within {plugin.Timeout.TotalSeconds:0} s. Run it by hand to see what it waits for; it gets no terminal here.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in plugin.Environment) start.Environment[name] = value;
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.Cluster is { } cluster) spec["cluster"] = cluster.ToJson();
        start.Environment["KUBERNETES_EXEC_INFO"] = new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new CredentialException($"Could not start the credential plugin {plugin.Command}: {error.Message}. {plugin.InstallHint ?? "Check that it is installed and in PATH."}", error);
        }
    }

    private static ExecCredential Parse(ExecPlugin plugin, string output, X509Certificate2? certificate)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var root = document.RootElement;
            if (Text(root, "kind") != "ExecCredential" || Text(root, "apiVersion") != plugin.ApiVersion)
            {
                throw Unusable(plugin, $"it wrote {Text(root, "kind") ?? "no kind"} of {Text(root, "apiVersion") ?? "no apiVersion"} instead of ExecCredential of {plugin.ApiVersion}");
            }
            if (!root.TryGetProperty("status", out var status)) throw Unusable(plugin, "it wrote no status");

            var token = Text(status, "token");
            if (Text(status, "clientCertificateData") is { Length: > 0 } pem) certificate = PemCertificate.Load(pem, Text(status, "clientKeyData") ?? "");
            else if (string.IsNullOrEmpty(token)) throw Unusable(plugin, "it gave neither a token nor a certificate");

            DateTimeOffset? expires = status.TryGetProperty("expirationTimestamp", out var end) && end.ValueKind == JsonValueKind.String ? end.GetDateTimeOffset() : null;
            return new ExecCredential(string.IsNullOrEmpty(token) ? new Credential(null, certificate) : Credential.Bearer(token, certificate), expires);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or CryptographicException or ArgumentException)
        {
            // The messages of these could quote the output, which is the secret.
            throw Unusable(plugin, $"its output cannot be read ({error.GetType().Name})");
        }
    }

    private static CredentialException Unusable(ExecPlugin plugin, string why) => new($"The credential plugin {plugin.Command} gave nothing usable: {why}. Run it by hand to see its output.");

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
