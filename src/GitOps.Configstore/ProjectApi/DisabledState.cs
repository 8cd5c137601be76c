using GitOps.Model.LunchBadger;

namespace GitOps.Configstore.ProjectApi;

/// <summary>Whether an environment is switched off.</summary>
/// <param name="Disabled">It is, at either place.</param>
/// <param name="Document">Beside <c>models</c> in <c>lunchbadger.json</c>.</param>
/// <param name="Project">Inside the project.</param>
public sealed record DisabledState(bool Disabled, bool Document, bool Project)
{
    public static DisabledState Of(LunchBadgerText document)
    {
        var (besideModels, inside) = (document.DisabledBesideModels == true, document.DisabledInside == true);
        return new DisabledState(besideModels || inside, besideModels, inside);
    }
}
