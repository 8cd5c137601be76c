namespace GitOps.Engine.Composing;

/// <summary>What every component takes from the settings alike.</summary>
internal static class SettingsPullSecret
{
    public static string? PullSecretOrNone(this CompositionSettings settings) =>
        settings.PullSecret.Length == 0 ? null : settings.PullSecret;
}
