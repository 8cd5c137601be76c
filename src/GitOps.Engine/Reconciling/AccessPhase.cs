using GitOps.Engine.Composing.Gateway;
using GitOps.Engine.Planning;
using GitOps.Engine.Redis;

namespace GitOps.Engine.Reconciling;

/// <summary>
/// Lets the environment's gateways into Redis before one is written. While Redis takes no user, gateways stay as they are and everything
/// else goes on.
/// </summary>
public sealed class AccessPhase(IRedisUsers redisUsers) : IReconcilePhase
{
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(10);

    public string Name => "access";

    public async ValueTask<Outcome?> RunAsync(Pass pass, CancellationToken cancellationToken)
    {
        if (pass.RedisUser is not { } user) return null;
        try
        {
            await redisUsers.EnsureAsync(user, cancellationToken);
        }
        catch (RedisUnavailableException unavailable)
        {
            LeaveGatewaysOut(pass, unavailable);
        }
        return null;
    }

    /// <summary>Their deletions wait too: what a gateway reads may go only after it was replaced. With nothing to write there is nothing to wait for.</summary>
    private static void LeaveGatewaysOut(Pass pass, RedisUnavailableException unavailable)
    {
        var steps = pass.Plan!.Steps;
        if (!steps.Any(step => step.IsWrite && IsOfGateway(step))) return;
        pass.Plan = new Plan([.. steps.Where(step => !IsOfGateway(step))]);
        pass.IsPartial = true;
        pass.Verdict = new Outcome.Waiting(
            OutcomeReasons.RedisUnavailable, $"Gateways wait for their user in Redis, and stay as they are; all else is applied. {unavailable.Message}", Later);
    }

    private static bool IsOfGateway(PlanStep step) => (step.Desired?.Component ?? step.Live?.Component)?.App == GatewayKind.App;
}
