namespace GitOps.Engine.Planning;

/// <summary>What a plan does with one object.</summary>
public enum PlanAction
{
    /// <summary>Is as desired: no request.</summary>
    Keep,

    Create,

    Update,

    Delete,

    /// <summary>Cannot be changed in place: deleted, and created again when it is gone.</summary>
    Replace,

    /// <summary>Is changed later, when what it leads to is ready; until then it stays as it is.</summary>
    Defer,

    /// <summary>Desired, but an object of the same name is still being deleted.</summary>
    Wait,

    /// <summary>May not be written. One refused step refuses the whole plan.</summary>
    Refuse,
}
