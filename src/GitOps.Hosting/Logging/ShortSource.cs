using Serilog.Core;
using Serilog.Events;

namespace GitOps.Hosting.Logging;

/// <summary>Gives a log event the class that wrote it without its namespace: enough to find it, and the line stays readable.</summary>
internal sealed class ShortSource : ILogEventEnricher
{
    public const string PropertyName = "Source";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.Properties.TryGetValue(Constants.SourceContextPropertyName, out var context)
            && context is ScalarValue { Value: string source })
        {
            logEvent.AddPropertyIfAbsent(new LogEventProperty(PropertyName, new ScalarValue(source[(source.LastIndexOf('.') + 1)..])));
        }
    }
}
