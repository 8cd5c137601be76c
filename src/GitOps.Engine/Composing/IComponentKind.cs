using GitOps.Model.Components;

namespace GitOps.Engine.Composing;

/// <summary>One kind of component: says which components an environment's documents ask for.</summary>
internal interface IComponentKind
{
    /// <summary>Components of this kind. What speaks against one goes to the context's problems.</summary>
    IEnumerable<Component> Compose(ComposingContext context);
}
