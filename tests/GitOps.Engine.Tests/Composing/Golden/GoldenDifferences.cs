namespace GitOps.Engine.Tests.Composing.Golden;

/// <summary>Every difference on purpose from what the predecessor made, each with its reason.</summary>
internal static class GoldenDifferences
{
    /// <summary>Cases, or parts of them, that this system refuses.</summary>
    public static IReadOnlyDictionary<string, GoldenRefusal> Refused { get; } = new Dictionary<string, GoldenRefusal>
    {
        ["06-gateway-names"] = new(
            "Two gateways of one name overwrote each other; a gateway called like another part of the environment took its host; "
            + "an id that is no label value was refused by Kubernetes.",
            CompareTheRest: true,
            [
                "$.gateways[7].name: 'my_gateway' and 'My-GateWay' ($.gateways[6]) would both be 'mygateway' in names and hosts: rename one.",
                "$.gateways[18].name: 'back\\slash' and 'back\\.slash' ($.gateways[17]) would both be 'backslash' in names and hosts: rename one.",
                "$.gateways[20].name: A gateway cannot be called 'sls': its host would be one that the environment itself uses.",
                "$.gateways[21].name: A gateway cannot be called 'internal': its host would be one that the environment itself uses.",
                "$.gateways[24].id: A gateway's id labels its objects: at most 63 letters, digits, '-', '_' and '.', beginning and ending with a letter or digit.",
            ]),
        ["15a-connection-to-missing-api-endpoint"] = new(
            "One bad connection deleted all gateways; now nothing changes and the commit is marked.",
            CompareTheRest: false,
            ["$.connections[2].toId: Connects to '4f9dd6f5-2002-4d1c-8331-3eff56a344b7', but nothing has this id: no pipeline, endpoint, model or function."]),
        ["16-conditions"] = new(
            "Two policies lack what they require, with which no gateway starts: its pods failed for ever.",
            CompareTheRest: true,
            [
                "$.gateways[0].pipelines[0].policies[2].headers: The policy 'headers' requires the parameter 'forwardHeaders', an object.",
                "$.gateways[0].pipelines[0].policies[3]: The policy 'expression' requires the parameter 'jscode', a string.",
            ])
        {
            WithoutPolicies = ["headers", "expression"],
        },
    };

    /// <summary>What was called otherwise, by case: names and hosts hold letters and digits only, so that Kubernetes and DNS take them.</summary>
    public static IReadOnlyDictionary<string, (string From, string To)> Renamed { get; } = new Dictionary<string, (string, string)>
    {
        ["06-gateway-names"] = ("back.slash", "backslash"),
    };

    public static IReadOnlyList<GoldenDifference> All { get; } = [.. ObjectDifferences.All, .. ConfigurationDifferences.All];
}
