using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GitOps.Testing;

/// <summary>
/// A program that a test started, in a process group of its own, with its output kept for failure messages. Disposing
/// ends the whole group, by its id; should the test process die first, a guard ends the group instead.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Process _guard;
    private readonly string _commandLine;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process, Process guard, string commandLine)
    {
        _process = process;
        _guard = guard;
        _commandLine = commandLine;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The exit code; 128 plus the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Standard output and standard error as they came, the newest lines only when there were very many.</summary>
    public CapturedOutput Output { get; } = new();

    /// <summary>Starts a program found on the PATH or named by its path.</summary>
    /// <param name="environment">Variables to set; a null value removes one.</param>
    /// <param name="folder">The program's own folder, which the guard removes should the test process die first.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        string? workingDirectory = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        TemporaryDirectory? folder = null)
    {
        // setsid replaces itself with the program, so the id is the program's and its group's at once.
        var start = new ProcessStartInfo("setsid", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Close();
        var child = new ChildProcess(process, StartGuard(process.Id, folder), $"{program} {string.Join(' ', start.ArgumentList.Skip(1))}");
        // Not WaitForExitAsync: that also waits until every descendant has closed the output.
        process.Exited += (_, _) => child._exited.TrySetResult();
        process.EnableRaisingEvents = true;
        process.OutputDataReceived += (_, line) => child.Output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => child.Output.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>
    /// Waits until the probe says yes; a probe that throws says "not yet". Fails at once when the program ends first.
    /// </summary>
    /// <exception cref="ChildProcessException">It ended, or the time did; the message shows its output.</exception>
    public async Task WaitUntilReadyAsync(
        Func<CancellationToken, Task<bool>> probe, TimeSpan within, CancellationToken cancellation = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(within);
        Exception? last = null;
        while (!deadline.IsCancellationRequested)
        {
            if (_process.HasExited)
            {
                await ReadOutputToItsEndAsync();
                throw Failure($"ended with code {ExitCode} before it was ready");
            }

            try
            {
                if (await probe(deadline.Token))
                {
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), deadline.Token);
            }
            catch (Exception error) when (!cancellation.IsCancellationRequested)
            {
                last = error is OperationCanceledException ? last : error;
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
            }
        }

        cancellation.ThrowIfCancellationRequested();
        throw Failure($"was not ready within {within.TotalSeconds:0.#} s", last);
    }

    /// <summary>Waits for the program's end and returns its exit code; its output is complete then.</summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancellation = default)
    {
        await _process.WaitForExitAsync(cancellation);
        return ExitCode;
    }

    /// <summary>Asks the program to end (SIGTERM), and ends its whole group (SIGKILL) when it has not within seconds.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(-Id, SigTerm);
            await Task.WhenAny(_exited.Task, Task.Delay(Patience));
        }

        await KillAsync();
    }

    /// <summary>Ends the whole group at once (SIGKILL), as a crash or a power cut would.</summary>
    public async Task KillAsync()
    {
        _ = Kill(-Id, SigKill);
        await _exited.Task;
        await ReadOutputToItsEndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _ = Kill(_guard.Id, SigKill);
        await _guard.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
    }

    public override string ToString() => $"{_commandLine} (process {Id})";

    /// <summary>An error about this program that carries the end of its output.</summary>
    public ChildProcessException Failure(string what, Exception? cause = null)
        => new($"{_commandLine} {what}.{Environment.NewLine}{Output.Tail(40)}", cause);

    /// <summary>What an exited program wrote last; not for ever, as a descendant outside the group may hold the output.</summary>
    private async Task ReadOutputToItsEndAsync()
    {
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
    }

    /// <summary>Its standard input ends when this process does, however that happens.</summary>
    private static Process StartGuard(int group, TemporaryDirectory? folder)
    {
        var end = $"read -r _; kill -TERM -{group}; sleep 5; kill -KILL -{group}";
        string[] command = folder is null ? ["-c", end] : ["-c", end + "; rm -rf -- \"$0\"", folder.Path];
        var start = new ProcessStartInfo("setsid", ["sh", .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("sh did not start.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
