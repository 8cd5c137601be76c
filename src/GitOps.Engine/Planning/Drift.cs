namespace GitOps.Engine.Planning;

/// <summary>Reasons of steps that set right what somebody else changed.</summary>
internal static class Drift
{
    public const string Changed = "drift: changed in the cluster";

    public const string Missing = "drift: missing in the cluster";
}
