using GitOps.Attack;

return await AttackOptions.ParseAndRunAsync(args, static async (installation, cancellation) =>
{
    try
    {
        var report = await AttackRun.RunAsync(installation, Console.Error.WriteLine, cancellation);
        report.Write(Console.Out);
        return report.Findings.Count == 0 ? AttackOptions.NothingOpen : AttackOptions.SomethingOpen;
    }
    catch (Exception failure) when (AttackException.IsUsersToMend(failure))
    {
        await Console.Error.WriteLineAsync($"tools/attack could not run. {failure.Message}");
        return AttackOptions.CouldNotRun;
    }
    catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
    {
        await Console.Error.WriteLineAsync("tools/attack was ended before it was through; what it made is removed.");
        return AttackOptions.CouldNotRun;
    }
});
