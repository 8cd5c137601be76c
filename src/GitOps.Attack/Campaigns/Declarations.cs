using GitOps.Attack.Judging;
using GitOps.Attack.Targets;

namespace GitOps.Attack.Campaigns;

/// <summary>Whether the configstore declares no route open to more than the rule and the list written by hand allow.</summary>
public static class Declarations
{
    public static void Check(IReadOnlyList<Operation> operations, Tally tally)
    {
        foreach (var operation in operations)
        {
            var name = operation.ToString();
            var least = KnownRoutes.Public.ContainsKey(name) ? Right.Public
                : KnownRoutes.Known.Contains(name) ? Right.Known
                : !operation.IsOfAProducer ? Right.Operator
                : operation.IsReading ? Right.Read : Right.Write;
            if (operation.Right < least) tally.Add(FindingKind.Declared, null, $"{name} is open to {operation.Right}, expected {least} at least");
            if (operation.OpenToPods && !KnownRoutes.Pods.Contains(name)) tally.Add(FindingKind.Declared, null, $"{name} is open to pods, expected it not to be");
        }
    }
}
