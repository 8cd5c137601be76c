#nullable enable
using Kubeless.Functions;

/// <summary>Answers calls of $NAME: <c>Data</c> of the event is the request's body.</summary>
public sealed class Handler
{
    public object? handler(Event request, Context context) => new { greeting = "Hello from $NAME", received = request.Data };
}
