namespace GitOps.Hosting.Settings;

/// <summary>The process cannot start with the settings that it was given; lists every one that is wrong.</summary>
public sealed class SettingsException(IReadOnlyList<SettingProblem> problems)
    : Exception("The settings are not usable:" + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"))
        + $"{Environment.NewLine}Correct the environment variables and start again; --help lists all of them.")
{
    public IReadOnlyList<SettingProblem> Problems { get; } = problems;
}
