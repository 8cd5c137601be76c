namespace GitOps.Actualizer.Leadership;

/// <summary>The name of this process among its replicas.</summary>
public sealed class InstanceIdentity(ActualizerSettings settings)
{
    public string Name { get; } = settings.InstanceName.Length > 0
        ? settings.InstanceName
        : $"{Environment.MachineName.ToLowerInvariant()}-{Guid.NewGuid().ToString("N")[..8]}";
}
