namespace GitOps.Testing.ControlPlane;

/// <summary>The real kubectl, for what an operator would type.</summary>
public sealed class Kubectl(string kubeconfigPath)
{
    /// <summary>Runs a command and returns what it printed.</summary>
    /// <exception cref="ChildProcessException">It ended with another code than zero; the message shows its output.</exception>
    public async Task<string> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation = default)
    {
        await using var kubectl = ChildProcess.Start(ServerPrograms.Kubectl, [$"--kubeconfig={kubeconfigPath}", .. arguments]);
        return await kubectl.WaitForExitAsync(cancellation) == 0
            ? kubectl.Output.ToString()
            : throw kubectl.Failure($"ended with code {kubectl.ExitCode}");
    }
}
