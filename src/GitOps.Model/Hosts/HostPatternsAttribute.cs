using System.ComponentModel.DataAnnotations;

namespace GitOps.Model.Hosts;

/// <summary>Holds a setting to what <see cref="HostPattern"/> can read; empty is allowed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HostPatternsAttribute() : ValidationAttribute("{0} must be hosts, domains and address ranges with commas between them, such as billing.corp.internal, *.example.lan, 10.1.0.0/16.")
{
    public override bool IsValid(object? value) => value is not string text || HostPattern.TryParseAll(text, out _);
}
