using System.Text.RegularExpressions;

namespace GitOps.Sandbox.Kubelet;

/// <summary>Images that do not run in the simulation.</summary>
/// <param name="Image">Matched against the whole image reference.</param>
/// <param name="Reason"><c>ImagePullBackOff</c> or <c>CrashLoopBackOff</c>.</param>
public sealed record ImageFailure(Regex Image, string Reason)
{
    public const string ImagePullBackOff = "ImagePullBackOff";
    public const string CrashLoopBackOff = "CrashLoopBackOff";
}
