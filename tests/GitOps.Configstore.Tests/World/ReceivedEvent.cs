namespace GitOps.Configstore.Tests.World;

/// <summary>A server-sent event as it came.</summary>
public sealed record ReceivedEvent(string? Id, string Name, string Data, DateTimeOffset At);
