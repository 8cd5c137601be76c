using GitOps.Actualizer;
using GitOps.Hosting;

return await GitOpsProcess.RunAsync(
    args,
    "Keeps a Kubernetes cluster equal to what the configstore serves.",
    "http://+:3003",
    builder => builder.AddActualizer(),
    app => app.MapActualizer());
