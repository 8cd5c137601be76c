using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GitOps.Hosting.Settings;

/// <summary>Adds settings classes to a process.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Binds <typeparamref name="T"/> from configuration (environment variables) and registers it as a singleton. Its properties
    /// carry <c>[ConfigurationKeyName]</c> with the variable's name, <c>[Description]</c>, and validation attributes; the value
    /// after construction is the default. When any setting of the process is wrong, resolving <typeparamref name="T"/> throws
    /// a <see cref="SettingsException"/> that lists them all, and the process does not start.
    /// Adding a class twice is harmless.
    /// </summary>
    public static IHostApplicationBuilder AddSettings<T>(this IHostApplicationBuilder builder)
        where T : class, new()
    {
        if (builder.Services.Any(service => service.ServiceType == typeof(T))) return builder;
        var settings = new T();
        var descriptions = SettingDescription.Of(settings);
        var catalogue = builder.SettingsCatalogue();
        catalogue.Add(descriptions, [.. SettingsBinder.Bind(settings, descriptions, builder.Configuration), .. Contradictions(settings, descriptions)]);
        builder.Services.AddSingleton(_ =>
        {
            catalogue.ThrowIfInvalid();
            return settings;
        });
        return builder;
    }

    /// <summary>What is wrong with settings beside each other, where the class says so itself.</summary>
    private static IEnumerable<SettingProblem> Contradictions(object settings, IReadOnlyList<SettingDescription> descriptions) =>
        settings is not IValidatableObject rules ? [] :
            from result in rules.Validate(new ValidationContext(settings))
            from setting in descriptions.Where(setting => result.MemberNames.Contains(setting.Name))
            select new SettingProblem(setting.Name, result.ErrorMessage ?? "contradicts another setting", setting.Expected);

    /// <summary>The settings added so far. One catalogue per process.</summary>
    public static SettingsCatalogue SettingsCatalogue(this IHostApplicationBuilder builder)
    {
        if (builder.Properties.TryGetValue(typeof(SettingsCatalogue), out var known)) return (SettingsCatalogue)known;
        var catalogue = new SettingsCatalogue();
        builder.Properties[typeof(SettingsCatalogue)] = catalogue;
        builder.Services.AddSingleton(catalogue);
        builder.Services.AddHostedService<SettingsStartupCheck>();
        return catalogue;
    }
}
