namespace GitOps.Testing.Gateways;

/// <summary>What Redis answered to a command that it does not do, such as <c>NOPERM …</c>.</summary>
public sealed class RedisErrorException(string message) : Exception(message);
