using GitOps.Model.Components;

namespace GitOps.Engine.Composing;

/// <summary>What every component takes from the settings alike.</summary>
internal static class SettingsRollout
{
    public static Rollout ToRollout(this CompositionSettings settings) =>
        new(settings.Replicas, settings.MinReadySeconds, settings.EnableRollingUpdate);

    public static string? PullSecretOrNone(this CompositionSettings settings) =>
        settings.PullSecret.Length == 0 ? null : settings.PullSecret;
}
