using System.ComponentModel.DataAnnotations;

namespace GitOps.Engine.Composing;

/// <summary>Holds a setting to what <see cref="NamespaceTemplate"/> can read; empty is allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamespaceTemplateAttribute : ValidationAttribute
{
    public NamespaceTemplateAttribute()
        : base($"{{0}} must be the name of a namespace, also with the longest producer, that holds {NamespaceTemplate.Placeholder} at most once, no other variable, and does not begin with kube-.")
    {
    }

    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || NamespaceTemplate.Violation(text) is null;
}
