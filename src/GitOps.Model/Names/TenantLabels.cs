namespace GitOps.Model.Names;

/// <summary>
/// The labels of what belongs to a producer as a whole: its namespace and what guards it. No environment's object carries them, and
/// the selector of none fits.
/// </summary>
public static class TenantLabels
{
    public const string App = "app";

    /// <summary>Value of <see cref="App"/>.</summary>
    public const string Tenant = "tenant";

    /// <summary>Labels of what belongs to all producers of a namespace together: no producer is named, and none can be.</summary>
    public static IReadOnlyDictionary<string, string> OfAll { get; } = new Dictionary<string, string> { [App] = "tenants" };

    public static IReadOnlyDictionary<string, string> Of(ProducerName producer) =>
        new Dictionary<string, string> { [App] = Tenant, [EnvironmentLabels.Producer] = producer.Value };

    /// <summary>The producer that the values of <see cref="App"/> and <see cref="EnvironmentLabels.Producer"/> say.</summary>
    public static bool TryRead(string? app, string? producer, out ProducerName owner)
    {
        owner = default;
        return app == Tenant && ProducerName.TryParse(producer, out owner);
    }
}
