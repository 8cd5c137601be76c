namespace GitOps.Engine.Composing.Gateway.Configuration;

/// <summary>The plugin that lets an Express Gateway share a Redis with others; what it does stands in <c>redis-plugin.js</c>.</summary>
internal static class RedisPlugin
{
    public const string File = "redis-plugin.js";

    /// <summary>What the gateway calls it.</summary>
    public const string Name = "gitops-redis";

    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(RedisPlugin).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not part of this build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
