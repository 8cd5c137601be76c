namespace GitOps.Hosting.Settings;

/// <summary>Marks a setting whose value is never printed: not in the help, not in an error message.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
