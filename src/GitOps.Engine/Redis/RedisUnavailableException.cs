namespace GitOps.Engine.Redis;

/// <summary>Redis gave no answer, or a refusal. The message says which Redis and why, and holds no secret.</summary>
public sealed class RedisUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
