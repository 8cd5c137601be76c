using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Serilog.Events;

namespace GitOps.Hosting.Logging;

/// <summary>How much a process tells.</summary>
public sealed class LoggingSettings
{
    [ConfigurationKeyName("LOG_LEVEL")]
    [Description("Least level that is logged; Debug adds every request")]
    public LogEventLevel Level { get; set; } = LogEventLevel.Information;
}
