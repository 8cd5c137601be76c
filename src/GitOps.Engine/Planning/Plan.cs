namespace GitOps.Engine.Planning;

/// <summary>All that a pass will do, decided before the first write. Steps are in the order of the composition, deletions last.</summary>
public sealed record Plan(IReadOnlyList<PlanStep> Steps)
{
    public IEnumerable<PlanStep> Refusals => Steps.Where(step => step.Action == PlanAction.Refuse);

    public IEnumerable<PlanStep> Applies => Steps.Where(step => step.Action is PlanAction.Create or PlanAction.Update or PlanAction.Replace);

    public IEnumerable<PlanStep> Deletions => Steps.Where(step => step.Action == PlanAction.Delete);

    public IEnumerable<PlanStep> Deferred => Steps.Where(step => step.Action == PlanAction.Defer);

    public IEnumerable<PlanStep> Waits => Steps.Where(step => step.Action == PlanAction.Wait);
}
