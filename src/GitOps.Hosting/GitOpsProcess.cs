using GitOps.Hosting.Files;
using GitOps.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace GitOps.Hosting;

/// <summary>Runs a process of the house from its parts.</summary>
public static class GitOpsProcess
{
    /// <summary>Exit code for settings that cannot be used (EX_CONFIG of sysexits.h).</summary>
    public const int UnusableSettings = 78;

    /// <summary>
    /// Builds and runs a web process. <c>--help</c> prints every setting instead of running; wrong settings are listed on standard
    /// error, all at once and without a stack trace.
    /// </summary>
    /// <param name="args">The command line.</param>
    /// <param name="purpose">One sentence for the help.</param>
    /// <param name="defaultUrl">Where to listen when neither <c>ASPNETCORE_URLS</c> nor the framework's port settings say so.</param>
    /// <param name="add">Adds the parts.</param>
    /// <param name="map">Maps their routes.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        string[] args, string purpose, string defaultUrl, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        PrivateFiles.ProtectProcess();
        try
        {
            // Settings are read once. Watching for changed files would watch all below the working directory, however much that is.
            var builder = WebApplication.CreateBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
            if (builder.Configuration["urls"] is null && builder.Configuration["http_ports"] is null && builder.Configuration["https_ports"] is null)
                builder.WebHost.UseUrls(defaultUrl);
            builder.AddGitOpsDefaults();
            add(builder);
            if (args.Contains("--help") || args.Contains("-h"))
            {
                await Console.Out.WriteLineAsync($"{purpose}\n\nSettings (environment variables):\n{builder.SettingsCatalogue().ToHelp()}"
                    + $"  ASPNETCORE_URLS  (URLs; default {defaultUrl})\n      Where to listen");
                return 0;
            }
            // Before Build: nothing must be constructed from settings that are wrong.
            builder.SettingsCatalogue().ThrowIfInvalid();
            await using var app = builder.Build();
            app.UseGitOpsDefaults();
            app.MapOperations();
            map(app);
            await app.RunAsync();
            return 0;
        }
        catch (SettingsException unusable)
        {
            await Console.Error.WriteLineAsync(unusable.Message);
            return UnusableSettings;
        }
    }
}
