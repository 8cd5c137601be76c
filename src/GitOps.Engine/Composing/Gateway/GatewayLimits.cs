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
        CheckLength(component.Name, $"Its objects would be called '{component.Name}'", gateway, context);
        foreach (var host in component.Routes.Select(route => route.Host))
            CheckLength(host[..host.IndexOf('.', StringComparison.Ordinal)], $"Its host would be '{host}'", gateway, context);
        var bytes = component.ConfigFiles.Sum(file => Encoding.UTF8.GetByteCount(file.Content));
        if (bytes > MaxConfigBytes)
        {
            context.Problems.Add(
                EnvironmentDocuments.ProjectFile,
                gateway.Source.GetPath(),
                $"Its configuration would have {bytes / 1024} KiB, {MaxConfigBytes / 1024} are allowed: divide it into several gateways.");
        }
    }

    private static void CheckLength(string label, string consequence, Model.LunchBadger.Gateway gateway, ComposingContext context)
    {
        var excess = label.Length - ComponentNames.MaxLabelLength;
        if (excess <= 0) return;
        var said = $"{consequence}, {label.Length} characters of {ComponentNames.MaxLabelLength} allowed";
        if (gateway.Instance == AutoGatewayKind.Instance)
            context.Problems.Add(AutoGatewayKind.ModelConfigFile, "$", $"The gateway for all public models: {said}. An environment whose name is {excess} shorter, or one with a hyphen in it, can have one; without a public model none is made.");
        else
            context.Problems.Add(EnvironmentDocuments.ProjectFile, gateway.Source, "name", $"{said}: shorten the name by {excess}.");
    }
}
