using System.ComponentModel;
using System.Diagnostics;

namespace GitOps.Gitea.Transport;

/// <summary>
/// Runs git once: with this environment and no other, within its time, killed with its children by id when that is over
/// or the caller gives up. What it says on standard error comes back, short and without the secret.
/// </summary>
internal sealed class GitProcess(string program, IReadOnlyDictionary<string, string> environment, TimeSpan timeout, TimeProvider time, IReadOnlyList<string> secrets)
{
    private const int MaxErrorCharacters = 4096;

    /// <param name="directory">The mirror; null for <c>init</c>.</param>
    /// <param name="input">Written to standard input while the output is read.</param>
    /// <param name="output">Takes standard output; must not be left before its end, unless it throws.</param>
    /// <returns>The exit code and standard error.</returns>
    /// <exception cref="GitTransportException">git could not be started, or took too long.</exception>
    public async Task<(int ExitCode, string Error)> RunAsync(
        string directory,
        IEnumerable<string> arguments,
        Func<StreamWriter, Task>? input,
        Func<Stream, CancellationToken, Task> output,
        CancellationToken cancellation)
    {
        using var process = Start(directory, arguments);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var kill = both.Token.Register(() => Kill(process));
        try
        {
            var error = ReadErrorAsync(process.StandardError, both.Token);
            var writing = WriteAsync(process.StandardInput, input);
            try
            {
                await output(process.StandardOutput.BaseStream, both.Token);
                await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, both.Token);
            }
            catch
            {
                // Only a dead process lets go of the pipes that the other two tasks wait for.
                Kill(process);
                await Task.WhenAll(error, writing).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw;
            }

            await writing;
            await process.WaitForExitAsync(both.Token);
            return (process.ExitCode, Redact(await error));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"git did not end within {timeout.TotalSeconds:0.#} s");
        }
    }

    private static async Task WriteAsync(StreamWriter standardInput, Func<StreamWriter, Task>? input)
    {
        try
        {
            await using (standardInput)
            {
                await (input?.Invoke(standardInput) ?? Task.CompletedTask);
            }
        }
        catch (IOException)
        {
            // git ended before it read everything; its exit code says why.
        }
    }

    private static async Task<string> ReadErrorAsync(StreamReader reader, CancellationToken cancellation)
    {
        var kept = new char[MaxErrorCharacters];
        var length = 0;
        var buffer = new char[1024];
        for (int read; (read = await reader.ReadAsync(buffer.AsMemory(), cancellation)) > 0;)
        {
            var taken = Math.Min(read, kept.Length - length);
            buffer.AsSpan(0, taken).CopyTo(kept.AsSpan(length));
            length += taken;
        }

        return new string(kept, 0, length);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }

    private Process Start(string directory, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = directory,
        };
        start.ArgumentList.Add($"--git-dir={directory}");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new GitTransportException($"Starting '{program}': {error.Message}. Install git 2.30 or later, or name it in the settings.", error);
        }
    }

    private string Redact(string text) => secrets.Aggregate(text, (current, secret) => current.Replace(secret, "***", StringComparison.Ordinal)).Trim();
}
