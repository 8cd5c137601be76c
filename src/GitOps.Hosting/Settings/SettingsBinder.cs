using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace GitOps.Hosting.Settings;

/// <summary>
/// Fills a settings class from configuration. Unlike the framework's binder it never throws at the first bad value:
/// every setting is looked at, and every problem is told. An absent or empty variable means the default.
/// </summary>
internal static class SettingsBinder
{
    public static IReadOnlyList<SettingProblem> Bind(object settings, IReadOnlyList<SettingDescription> descriptions, IConfiguration configuration)
    {
        var problems = new List<SettingProblem>();
        foreach (var setting in descriptions)
        {
            var text = configuration[setting.Name]?.Trim();
            if (string.IsNullOrEmpty(text))
            {
                if (setting.IsRequired && setting.Default is null)
                    problems.Add(new SettingProblem(setting.Name, "is not set", setting.Expected));
                continue;
            }
            var shown = MayShow(setting, text) ? $"='{text}'" : "";
            if (Convert(setting, text) is not { } value)
            {
                problems.Add(new SettingProblem(setting.Name + shown, $"is no {TypeName(setting)}", setting.Expected));
                continue;
            }
            setting.Property.SetValue(settings, value);
            problems.AddRange(Violations(setting, value).Select(reason => new SettingProblem(setting.Name + shown, reason, setting.Expected)));
        }
        return problems;
    }

    /// <summary>The line that lists a problem begins with the name and ends with a full stop.</summary>
    private static string WithoutName(string message, string name) =>
        (message.StartsWith($"{name} ", StringComparison.Ordinal) ? message[(name.Length + 1)..] : message).TrimEnd('.');

    /// <summary>An address may hold a password before its host.</summary>
    private static bool MayShow(SettingDescription setting, string text) =>
        !setting.IsSecret && !(text.Contains("://", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal));

    private static IEnumerable<string> Violations(SettingDescription setting, object value) =>
        setting.Property.GetCustomAttributes(typeof(ValidationAttribute), inherit: true)
            .Cast<ValidationAttribute>()
            .Where(rule => !rule.IsValid(value))
            .Select(rule => rule switch
            {
                RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be between {range.Minimum} and {range.Maximum}"),
                MinLengthAttribute least => $"must have at least {least.Length} characters",
                _ => WithoutName(rule.FormatErrorMessage(setting.Name), setting.Name),
            });

    private static object? Convert(SettingDescription setting, string text)
    {
        var type = setting.Type;
        if (type == typeof(string)) return text;
        if (type == typeof(bool)) return ToBoolean(text);
        if (type == typeof(Uri)) return ToUrl(text);
        if (type == typeof(TimeSpan)) return ToDuration(setting.Duration!, text);
        if (type.IsEnum) return Enum.TryParse(type, text, ignoreCase: true, out var member) && Enum.IsDefined(type, member) ? member : null;
        if (type == typeof(int)) return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(long)) return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type == typeof(double)) return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (type.IsAssignableFrom(typeof(string[])))
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        throw new InvalidOperationException($"Setting {setting.Name} has a type that cannot be bound: {type}.");
    }

    private static object? ToBoolean(string text) => text.ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "on" => true,
        "false" or "0" or "no" or "off" => false,
        _ => null,
    };

    private static Uri? ToUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) ? url : null;

    private static TimeSpan? ToDuration(DurationAttribute duration, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && duration.TryFromNumber(number, out var value)
            ? value
            : null;

    private static string TypeName(SettingDescription setting) =>
        setting.Type == typeof(Uri) ? "absolute http or https URL"
        : setting.Type == typeof(TimeSpan) ? $"number of {setting.Duration!.Unit}"
        : setting.Type == typeof(bool) ? "true or false"
        : setting.Type.IsEnum ? $"one of {setting.Allowed}"
        : setting.Type == typeof(int) || setting.Type == typeof(long) ? "whole number"
        : "number";
}
