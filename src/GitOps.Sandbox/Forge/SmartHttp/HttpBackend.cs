using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using GitOps.Sandbox.Forge.Git;

namespace GitOps.Sandbox.Forge.SmartHttp;

/// <summary>
/// Runs git-http-backend(1) for one request, as a CGI program (RFC 3875): no shell, streaming both ways, the request's
/// body sent as it comes, gzip and chunks included.
/// </summary>
internal sealed class HttpBackend(GitProgram git, string projectRoot, ILogger<HttpBackend> log)
{
    private const int LongestHeader = 16 * 1024;

    /// <param name="repositoryPath">Below the project root; chosen by the forge.</param>
    /// <param name="action">info/refs, git-upload-pack or git-receive-pack.</param>
    /// <param name="user">Who is signed in; null for nobody.</param>
    public async Task RunAsync(HttpContext http, string repositoryPath, string action, string? user)
    {
        var isWriter = action == "git-receive-pack";
        using var process = Start(http.Request, repositoryPath, action, user);
        var errors = process.StandardError.ReadToEndAsync();
        var sending = SendAsync(http.Request, process);
        // A reader whose client is gone is ended. A writer never is: killed between two steps it would leave its locks
        // behind; its input ends with the client, and it comes to its own end.
        var patience = isWriter ? CancellationToken.None : http.RequestAborted;
        try
        {
            await ReceiveAsync(process, http.Response, patience);
            await process.WaitForExitAsync(patience);
            await sending;
        }
        catch when (!isWriter)
        {
            End(process);
            throw;
        }

        if (process.ExitCode != 0 && await errors is { Length: > 0 } said)
        {
            log.LogWarning("git http-backend {Action} {Repository} ended with code {Code}: {Errors}", action, repositoryPath, process.ExitCode, said.Trim());
        }
    }

    private Process Start(HttpRequest request, string repositoryPath, string action, string? user)
    {
        var start = new ProcessStartInfo(git.HttpBackend)
        {
            WorkingDirectory = projectRoot,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        git.Isolate(start);
        var environment = start.Environment;
        environment["GATEWAY_INTERFACE"] = "CGI/1.1";
        environment["SERVER_PROTOCOL"] = request.Protocol;
        environment["REQUEST_METHOD"] = request.Method;
        environment["GIT_PROJECT_ROOT"] = projectRoot;
        environment["GIT_HTTP_EXPORT_ALL"] = "1";
        environment["PATH_INFO"] = $"/{repositoryPath}/{action}";
        environment["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?') ?? "";
        environment["CONTENT_TYPE"] = request.ContentType ?? "";
        // No CONTENT_LENGTH: told one, the program waits for the rest of a body that was cut off without ever stopping;
        // untold, it reads to the end of its input, which comes with the end of the request.
        if (request.Headers.ContentEncoding is [{ Length: > 0 } encoding, ..])
        {
            environment["HTTP_CONTENT_ENCODING"] = encoding;
        }

        if (request.Headers["Git-Protocol"] is [{ Length: > 0 } protocol, ..])
        {
            environment["GIT_PROTOCOL"] = protocol;
        }

        if (user is not null)
        {
            environment["REMOTE_USER"] = user;
        }

        return Process.Start(start) ?? throw new GitException("Starting git http-backend: the system started no process.");
    }

    private static async Task SendAsync(HttpRequest request, Process process)
    {
        try
        {
            await request.Body.CopyToAsync(process.StandardInput.BaseStream, request.HttpContext.RequestAborted);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // git stopped reading, having said all it has to say, or the client is gone.
        }
        finally
        {
            process.StandardInput.Close();
        }
    }

    private static async Task ReceiveAsync(Process process, HttpResponse response, CancellationToken cancellation)
    {
        var output = PipeReader.Create(process.StandardOutput.BaseStream);
        await ReadHeadersAsync(output, response, cancellation);
        while (true)
        {
            var read = await output.ReadAsync(cancellation);
            foreach (var part in read.Buffer)
            {
                await response.Body.WriteAsync(part, cancellation);
            }

            output.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }

            await response.Body.FlushAsync(cancellation);
        }

        await output.CompleteAsync();
    }

    private static async Task ReadHeadersAsync(PipeReader output, HttpResponse response, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await output.ReadAsync(cancellation);
            if (TryParseHeaders(read.Buffer, response, out var end))
            {
                output.AdvanceTo(end);
                return;
            }

            if (read.IsCompleted || read.Buffer.Length > LongestHeader)
            {
                throw new GitException("git http-backend ended before it answered. See the forge's log for its message.");
            }

            output.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool TryParseHeaders(ReadOnlySequence<byte> buffer, HttpResponse response, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(buffer);
        end = default;
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8, advancePastDelimiter: true))
        {
            return false;
        }

        foreach (var line in Encoding.ASCII.GetString(head).Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (name.Equals("Status", StringComparison.OrdinalIgnoreCase))
            {
                response.StatusCode = int.Parse(value.AsSpan(0, 3), CultureInfo.InvariantCulture);
            }
            else
            {
                response.Headers[name] = value;
            }
        }

        end = reader.Position;
        return true;
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}
