using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GitOps.Actualizer.Tests.Support;

/// <summary>Keeps every log line of one actualizer and shows it with the test.</summary>
internal sealed class TestOutputLoggerProvider : ILoggerProvider
{
    private readonly TextWriter _output = TestContext.Progress;

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    public void Dispose()
    {
    }

    private sealed class Logger(TestOutputLoggerProvider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = $"{DateTime.UtcNow:HH:mm:ss.fff} {logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $"\n{exception}")}";
            provider.Lines.Enqueue(line);
            if (Environment.GetEnvironmentVariable("GITOPS_TEST_LOG") is { Length: > 0 } && !category.StartsWith("Routing", StringComparison.Ordinal)) provider._output.WriteLine(line);
        }
    }
}
