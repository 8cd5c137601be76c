using GitOps.Hosting.Files;
using GitOps.Sandbox;

PrivateFiles.ProtectProcess();
return await SandboxOptions.ParseAndRunAsync(args, static async (options, cancellationToken) =>
{
    var description = Path.Combine(options.DataDirectory, "sandbox.json");
    try
    {
        // Whoever waits for the file must not find that of a run before.
        CreateDataDirectory(options.DataDirectory);
        File.Delete(description);
        await using var sandbox = await SandboxHost.StartAsync(options, Console.WriteLine, cancellationToken);
        sandbox.Description.Write(description);
        Console.WriteLine(Guide.For(sandbox.Description, options.DataDirectory, options.NamespaceTemplate));
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine("Ending ...");
        File.Delete(description);
        return 0;
    }
    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
    {
        return 0;
    }
    catch (Exception failure) when (SandboxHost.IsUsersToMend(failure))
    {
        await Console.Error.WriteLineAsync($"The sandbox did not start. {failure.Message}");
        return 1;
    }
});

static void CreateDataDirectory(string path)
{
    try
    {
        PrivateFiles.Protect(path);
    }
    catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
    {
        throw new IOException($"Making the data directory {path}: {failure.Message} Name another with --data.", failure);
    }
}
