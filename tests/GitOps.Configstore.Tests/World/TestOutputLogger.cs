using Microsoft.Extensions.Logging;

namespace GitOps.Configstore.Tests.World;

/// <summary>Writes warnings and worse to the test's own output.</summary>
internal sealed class TestOutputLogger : ILoggerProvider, ILogger
{
    private readonly TextWriter _output = TestContext.Progress;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _output.WriteLine($"{logLevel}: {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
        // The writer is the test runner's.
    }
}
