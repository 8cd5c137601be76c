using GitOps.Model.Components;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;

namespace GitOps.Engine.Composing;

/// <summary>The init container and volumes by which workspace and sls-api pods get their clone and their own SSH key.</summary>
internal static class GitInit
{
    private const string KeyVolume = "ssh-volume";
    private const string CloneVolume = "workspace-volume";
    private const string KeyPath = "/root/.ssh";
    private const string ClonePath = "/usr/src/app/workspace";

    public static IReadOnlyList<Volume> Volumes { get; } = [new ScratchVolume(KeyVolume), new ScratchVolume(CloneVolume)];

    /// <summary>Where the pod's own container finds key and clone.</summary>
    public static IReadOnlyList<VolumeMount> Mounts { get; } =
        [new VolumeMount(KeyVolume, KeyPath, ReadOnly: true), new VolumeMount(CloneVolume, ClonePath)];

    public static string CloneUrl(RepositorySnapshot repository, CompositionSettings settings) =>
        $"git@{settings.GitRepoHost}:{repository.FullName}.git";

    /// <summary>
    /// Which branch and project the pod works on, as far as the predecessor's pods would not guess it: they know the default branch
    /// and <c>main</c> only, and pods of those must not roll because of this.
    /// </summary>
    public static IEnumerable<EnvironmentVariable> Place(ComposingContext context, RepositorySnapshot repository)
    {
        if (context.Snapshot.Environment != EnvironmentName.Dev) yield return new PlainVariable("GIT_BRANCH", repository.Branch);
        if (context.Snapshot.Project != ProjectName.Main) yield return new PlainVariable("LB_PROJECT", context.Snapshot.Project.Value);
    }

    public static Container Container(ComposingContext context, string keyType, RepositorySnapshot repository) => new()
    {
        Name = "init-ws",
        Image = $"{context.Settings.GitInitImage}:{context.Settings.GitInitVersion}",
        Environment =
        [
            .. context.Credential.Variables,
            new PlainVariable("GIT_HOST", context.Settings.GitRepoHost),
            new PlainVariable("GIT_API_HOST", context.Credential.GitApiHost),
            new PlainVariable("USERNAME", context.Snapshot.Producer.Value),
            new PlainVariable("GIT_KEY_TYPE", keyType),
            new PlainVariable("CUSTOMER_NAMESPACE", context.Settings.CustomerNamespace),
            new PlainVariable("GIT_REPO_URL", CloneUrl(repository, context.Settings)),
            .. Place(context, repository),
        ],
        Mounts = [new VolumeMount(KeyVolume, KeyPath), new VolumeMount(CloneVolume, ClonePath)],
    };
}
