using System.Globalization;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Json;
using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Resources;

/// <summary>Leases.</summary>
internal sealed class LeaseStrategy : ResourceStrategy
{
    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Object("spec");
        if (spec.Integer("leaseDurationSeconds") is { } duration and <= 0)
            errors.Invalid("spec.leaseDurationSeconds", duration.ToString(CultureInfo.InvariantCulture), "must be greater than 0");
        if (spec.Integer("leaseTransitions") is { } transitions and < 0)
            errors.Invalid("spec.leaseTransitions", transitions.ToString(CultureInfo.InvariantCulture), "must to be greater than or equal to 0");
    }
}
