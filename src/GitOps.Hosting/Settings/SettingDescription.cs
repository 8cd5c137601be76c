using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace GitOps.Hosting.Settings;

/// <summary>All that is to be said about one setting: what the help prints, and what binding and error messages need.</summary>
public sealed class SettingDescription
{
    private SettingDescription(PropertyInfo property, string name, object? defaultValue)
    {
        Property = property;
        Name = name;
        IsRequired = property.IsDefined(typeof(RequiredAttribute));
        // The framework's own attribute too: rooms that do not know this one mark their passwords with it.
        IsSecret = property.IsDefined(typeof(SecretAttribute)) || property.IsDefined(typeof(PasswordPropertyTextAttribute));
        Duration = property.GetCustomAttribute<DurationAttribute>();
        Description = property.GetCustomAttribute<DescriptionAttribute>()?.Description
            ?? throw new InvalidOperationException($"Setting {name} ({property.DeclaringType}.{property.Name}) has no [Description].");
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (Type == typeof(TimeSpan) && Duration is null)
            throw new InvalidOperationException($"Setting {name} ({property.DeclaringType}.{property.Name}) is a TimeSpan without [Duration].");
        Default = IsSecret ? null : Format(defaultValue);
        Allowed = AllowedValues();
    }

    /// <summary>The environment variable.</summary>
    public string Name { get; }

    public string Description { get; }

    /// <summary>The value that an absent variable means, as it would be written; null when there is none.</summary>
    public string? Default { get; }

    /// <summary>Type, unit and range in words, such as <c>1 to 3600 s</c>.</summary>
    public string Allowed { get; }

    public bool IsRequired { get; }

    public bool IsSecret { get; }

    internal PropertyInfo Property { get; }

    internal Type Type { get; }

    internal DurationAttribute? Duration { get; }

    /// <summary>What would be a right value, for an error message.</summary>
    internal string Expected => $"{Description} ({Allowed}{(Default is null ? "" : $", default {Default}")})";

    /// <summary>The settings of a class, in the order of its properties: those that carry <see cref="ConfigurationKeyNameAttribute"/>.</summary>
    public static IReadOnlyList<SettingDescription> Of(object defaults) =>
        [.. defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => (property, key: property.GetCustomAttribute<ConfigurationKeyNameAttribute>()))
            .Where(pair => pair.key is not null)
            .Select(pair => new SettingDescription(pair.property, pair.key!.Name, pair.property.GetValue(defaults)))];

    private string? Format(object? value) => value switch
    {
        null or "" => null,
        TimeSpan duration => Duration!.ToNumber(duration).ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IEnumerable<string> list => string.Join(',', list) is { Length: > 0 } joined ? joined : null,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private string AllowedValues()
    {
        var unit = Property.GetCustomAttribute<UnitAttribute>()?.Unit;
        if (Duration is not null)
            return string.Create(CultureInfo.InvariantCulture, $"{Duration.Minimum} to {Duration.Maximum} {Duration.Unit}");
        if (Property.GetCustomAttribute<RangeAttribute>() is { } range)
            return string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}{(unit is null ? "" : " " + unit)}");
        if (Type.IsEnum) return string.Join(" | ", Enum.GetNames(Type));
        if (Type == typeof(bool)) return "true | false";
        if (Type == typeof(Uri)) return "http or https URL";
        if (Type != typeof(string) && typeof(IEnumerable<string>).IsAssignableFrom(Type)) return "comma-separated list";
        return unit ?? (Type == typeof(string) ? "text" : "number");
    }
}
