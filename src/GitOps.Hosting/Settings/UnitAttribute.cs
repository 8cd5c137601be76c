namespace GitOps.Hosting.Settings;

/// <summary>The unit in which a numeric setting is given, such as <c>bytes</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UnitAttribute(string unit) : Attribute
{
    public string Unit { get; } = unit;
}
