using System.Text.Json.Nodes;
using GitOps.Model.Hosts;
using GitOps.Model.LunchBadger.Parameters;
using GitOps.Model.Validation;

namespace GitOps.Model.LunchBadger;

/// <summary>Finds what would keep a project's gateways from being told apart, from starting, or from staying among themselves.</summary>
internal static class GatewayCheck
{
    /// <summary>Gateways of a project. Each carries every model and function, so that their number multiplies.</summary>
    private const int MaxGateways = 50;

    /// <summary>Characters of an id: it becomes a label value in the cluster.</summary>
    private const int MaxIdLength = 63;

    // Parts of hosts that belong to the environment itself or to the admin hosts of its gateways.
    private static readonly string[] Reserved = ["admin", "internal", "sls"];

    public static void Check(LunchBadgerProject project, DestinationCheck destinations, string file, ProblemList problems)
    {
        if (project.Gateways.Count > MaxGateways)
        {
            problems.Add(file, project.Source, "gateways", $"There are {project.Gateways.Count} gateways, {MaxGateways} are allowed.");
            return;
        }
        var byInstance = new Dictionary<string, Gateway>(StringComparer.Ordinal);
        foreach (var gateway in project.Gateways)
        {
            CheckName(gateway, byInstance, file, problems);
            CheckHttps(gateway, file, problems);
            new SystemCheck(destinations, file, problems).Check(gateway);
            new PipelineCheck(gateway, destinations, file, problems).Check();
        }
        var check = new ParameterCheck(destinations, file, problems);
        foreach (var endpoint in project.ApiEndpoints) check.Check(KnownEndpoints.ApiEndpoint, endpoint.Source, endpoint.Source, "An API endpoint");
    }

    private static void CheckName(Gateway gateway, Dictionary<string, Gateway> byInstance, string file, ProblemList problems)
    {
        if (!IsLabelValue(gateway.Id))
        {
            problems.Add(file, gateway.Source, "id", $"A gateway's id labels its objects: at most {MaxIdLength} letters, digits, '-', '_' and '.', beginning and ending with a letter or digit.");
            return;
        }
        if (gateway.Instance.Length == 0)
        {
            problems.Add(file, gateway.Source, "name", "Neither name nor id hold a letter from a to z or a digit, so the gateway can have no host.");
            return;
        }
        if (Reserved.Contains(gateway.Instance))
        {
            problems.Add(file, gateway.Source, "name", $"A gateway cannot be called '{gateway.Instance}': its host would be one that the environment itself uses.");
            return;
        }
        if (!byInstance.TryAdd(gateway.Instance, gateway))
        {
            var first = byInstance[gateway.Instance];
            problems.Add(
                file,
                gateway.Source,
                "name",
                $"'{gateway.Name}' and '{first.Name}' ({first.Source.GetPath()}) would both be '{gateway.Instance}' in names and hosts: rename one.");
        }
    }

    /// <summary>TLS ends before a gateway; one that expects keys it cannot have would not start.</summary>
    private static void CheckHttps(Gateway gateway, string file, ProblemList problems)
    {
        if (gateway.Source["https"] is { } https and not JsonObject { Count: 0 })
            problems.Add(file, https, "A gateway cannot serve https itself: TLS ends at the ingress. Remove this member.");
    }

    private static bool IsLabelValue(string text)
    {
        if (text.Length is 0 or > MaxIdLength || !char.IsAsciiLetterOrDigit(text[0]) || !char.IsAsciiLetterOrDigit(text[^1])) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        }
        return true;
    }
}
