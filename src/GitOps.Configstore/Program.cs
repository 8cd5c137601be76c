using GitOps.Configstore;
using GitOps.Hosting;

return await GitOpsProcess.RunAsync(
    args,
    "Serves the desired state that producers push to Gitea.",
    "http://localhost:3002",
    builder => builder.AddConfigstore(),
    app => app.MapConfigstore());
