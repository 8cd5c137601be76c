namespace GitOps.Hosting.Settings;

/// <summary>Why one setting cannot be used.</summary>
/// <param name="Name">The environment variable.</param>
/// <param name="Reason">What is wrong with it. Never holds the value of a secret.</param>
/// <param name="Expected">What would be right.</param>
public sealed record SettingProblem(string Name, string Reason, string Expected)
{
    public override string ToString() => $"{Name} {Reason}. Expected: {Expected}";
}
