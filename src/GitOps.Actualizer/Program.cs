using GitOps.Actualizer;
using GitOps.Hosting;
using GitOps.Kubernetes.Configuration;

try
{
    return await GitOpsProcess.RunAsync(
        args,
        "Keeps a Kubernetes cluster equal to what the configstore serves.",
        "http://+:3003",
        builder => builder.AddActualizer(),
        app => app.MapActualizer());
}
catch (KubeconfigException unusable)
{
    // Also a setting, though it is read only when the cluster's client is made; the message says what to do.
    await Console.Error.WriteLineAsync(unusable.Message);
    return GitOpsProcess.UnusableSettings;
}
