namespace GitOps.Configstore.Webhooks;

/// <summary>A webhook is not believed, or not read at all.</summary>
/// <param name="result">As the metric names it.</param>
/// <param name="status">What the sender is answered.</param>
public sealed class WebhookRefusedException(string result, int status, string message) : Exception(message)
{
    public string Result => result;

    public int Status => status;

    /// <summary>When another is looked at; null when that does not depend on time.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
