using System.Text;
using GitOps.Model.Components;
using GitOps.Model.Documents;

namespace GitOps.Engine.Composing.Gateway;

/// <summary>Refuses gateways that the cluster would refuse, with a reason that says what to change.</summary>
internal static class GatewayLimits
{
    // An object of the cluster holds about 1 MiB; this leaves room for what is around the files.
    private const int MaxConfigBytes = 900 * 1024;

    public static void Check(Component component, Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        if (component.Name.Length > ComponentNames.MaxLabelLength)
        {
            context.Problems.Add(
                EnvironmentDocuments.ProjectFile,
                gateway.Source,
                "name",
                $"Its objects would be called '{component.Name}', {component.Name.Length} characters of {ComponentNames.MaxLabelLength} allowed: shorten the name by {component.Name.Length - ComponentNames.MaxLabelLength}.");
        }
        foreach (var host in component.Routes.Select(route => route.Host))
        {
            var label = host.AsSpan()[..host.IndexOf('.', StringComparison.Ordinal)];
            if (label.Length <= ComponentNames.MaxLabelLength) continue;
            context.Problems.Add(
                EnvironmentDocuments.ProjectFile,
                gateway.Source,
                "name",
                $"Its host '{host}' would begin with {label.Length} characters of {ComponentNames.MaxLabelLength} allowed: shorten the name by {label.Length - ComponentNames.MaxLabelLength}.");
        }
        var bytes = component.ConfigFiles.Sum(file => Encoding.UTF8.GetByteCount(file.Content));
        if (bytes > MaxConfigBytes)
        {
            context.Problems.Add(
                EnvironmentDocuments.ProjectFile,
                gateway.Source.GetPath(),
                $"Its configuration would have {bytes / 1024} KiB, {MaxConfigBytes / 1024} are allowed: divide it into several gateways.");
        }
    }
}
