namespace GitOps.Engine.Live;

/// <summary>
/// The labels <c>app</c> and <c>id</c>: objects that serve one purpose over all their names. A renamed gateway has the same
/// component id, so its old objects can wait for the new ones.
/// </summary>
public readonly record struct ComponentId(string? App, string? Id)
{
    /// <summary>Whether a Deployment of this component stands in for objects of <paramref name="former"/>.</summary>
    public bool Replaces(ComponentId former) => App == former.App && (former.Id is null || former.Id == Id);
}
