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
        catalogue.Add(descriptions, SettingsBinder.Bind(settings, descriptions, builder.Configuration));
        builder.Services.AddSingleton(_ =>
        {
            catalogue.ThrowIfInvalid();
            return settings;
        });
        return builder;
    }

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
