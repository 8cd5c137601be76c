using GitOps.Hosting.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;

namespace GitOps.Hosting.Logging;

/// <summary>Logging of every process: one compact line per event on the console.</summary>
public static class ConsoleLogging
{
    private const string Line = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {" + ShortSource.PropertyName + "}: {Message:lj}{NewLine}{Exception}";

    /// <summary>
    /// Replaces the framework's loggers by Serilog. <c>LOG_LEVEL</c> sets the least level; a <c>Serilog</c> section in the
    /// configuration can override levels per source and add sinks. The logger belongs to the host: several hosts in one process
    /// do not share one.
    /// </summary>
    public static IHostApplicationBuilder AddConsoleLogging(this IHostApplicationBuilder builder)
    {
        builder.AddSettings<LoggingSettings>();
        builder.Logging.ClearProviders();
        // The level switch is Serilog's alone, so that Debug needs one variable and not two.
        builder.Logging.SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<ILoggerProvider>(services => new Serilog.Extensions.Logging.SerilogLoggerProvider(
            Configure(new LoggerConfiguration(), services.GetRequiredService<LoggingSettings>().Level)
                .ReadFrom.Configuration(builder.Configuration)
                .CreateLogger(),
            dispose: true));
        return builder;
    }

    private static LoggerConfiguration Configure(LoggerConfiguration logging, LogEventLevel level)
    {
        var framework = level <= LogEventLevel.Debug ? LogEventLevel.Information : LogEventLevel.Warning;
        return logging
            .MinimumLevel.Is(level)
            .MinimumLevel.Override("Microsoft", framework)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            // The exception handler answers and the request log tells; a second stack trace helps nobody.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LogEventLevel.Warning)
            // It writes where browsers are sent, and the queries of a login are for nobody else.
            .MinimumLevel.Override("Microsoft.AspNetCore.Http.Result", LogEventLevel.Warning)
            // Whoever asks for the health is told it; while Gitea is down, a line per probe would drown the one that says why.
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
            .MinimumLevel.Override("System", framework)
            .Enrich.With<ShortSource>()
            .WriteTo.Console(outputTemplate: Line, formatProvider: System.Globalization.CultureInfo.InvariantCulture);
    }
}
