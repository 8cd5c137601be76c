using System.Text;

namespace GitOps.Hosting.Settings;

/// <summary>All settings of a process and what is wrong with them, gathered while its parts are added.</summary>
public sealed class SettingsCatalogue
{
    private readonly List<SettingDescription> _settings = [];
    private readonly List<SettingProblem> _problems = [];

    public IReadOnlyList<SettingDescription> Settings => _settings;

    public IReadOnlyList<SettingProblem> Problems => _problems;

    /// <exception cref="SettingsException">Some setting is wrong; the exception lists all that are.</exception>
    public void ThrowIfInvalid()
    {
        if (_problems.Count > 0) throw new SettingsException([.. _problems]);
    }

    /// <summary>Adds what a part cannot check by attributes alone, such as two settings that exclude each other.</summary>
    public void Add(SettingProblem problem) => _problems.Add(problem);

    /// <summary>The settings as text for a terminal, one paragraph each. Values of secrets never appear: only defaults are printed, and secrets have none.</summary>
    public string ToHelp()
    {
        var help = new StringBuilder();
        foreach (var setting in _settings)
        {
            help.Append("  ").Append(setting.Name).Append("  (").Append(setting.Allowed)
                .Append(setting.Default is null ? setting.IsRequired ? "; required" : "; no default" : $"; default {setting.Default}")
                .Append(setting.IsSecret ? "; secret" : "")
                .AppendLine(")");
            help.Append("      ").AppendLine(setting.Description);
        }
        return help.ToString();
    }

    /// <summary>The same as a Markdown table, for a README.</summary>
    public string ToMarkdown()
    {
        var table = new StringBuilder("| variable | default | values | meaning |\n|---|---|---|---|\n");
        foreach (var setting in _settings)
        {
            var standard = setting.Default is null ? setting.IsRequired ? "(required)" : "" : $"`{setting.Default}`";
            table.Append($"| `{setting.Name}` | {standard} | {setting.Allowed.Replace("|", "\\|", StringComparison.Ordinal)}{(setting.IsSecret ? ", secret" : "")} | {setting.Description} |\n");
        }
        return table.ToString();
    }

    internal void Add(IReadOnlyList<SettingDescription> settings, IReadOnlyList<SettingProblem> problems)
    {
        _settings.AddRange(settings);
        _problems.AddRange(problems);
    }
}
