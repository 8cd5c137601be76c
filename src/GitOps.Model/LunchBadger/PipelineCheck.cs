using System.Text.Json.Nodes;
using GitOps.Model.Hosts;
using GitOps.Model.LunchBadger.Parameters;
using GitOps.Model.Validation;

namespace GitOps.Model.LunchBadger;

/// <summary>Finds what a gateway would refuse in its pipelines, and not start: policies, their parameters, their conditions.</summary>
internal sealed class PipelineCheck
{
    private readonly Gateway _gateway;
    private readonly string _file;
    private readonly ProblemList _problems;
    private readonly HashSet<string> _allowed;
    private readonly bool _plugins;
    private readonly DestinationCheck _destinations;
    private readonly ParameterCheck _parameters;

    public PipelineCheck(Gateway gateway, DestinationCheck destinations, string file, ProblemList problems)
    {
        _gateway = gateway;
        _destinations = destinations;
        _file = file;
        _problems = problems;
        _allowed = gateway.Policies.Select(PolicyNames.ToExpressGateway).ToHashSet(StringComparer.Ordinal);
        _plugins = gateway.System?["plugins"] is JsonObject { Count: > 0 };
        _parameters = new ParameterCheck(destinations, file, problems, _plugins);
    }

    public void Check()
    {
        foreach (var item in _gateway.Pipelines.SelectMany(pipeline => pipeline.Policies))
        {
            var any = false;
            foreach (var (name, steps) in PolicySteps.Policies(item))
            {
                any = true;
                CheckPolicy(name, steps, item);
            }
            if (!any) _problems.Add(_file, item, "Names no policy.");
        }
    }

    private void CheckPolicy(string written, JsonNode? steps, JsonObject item)
    {
        var name = PolicyNames.ToExpressGateway(written);
        if (!_allowed.Contains(name))
            _problems.Add(_file, item, written, $"The policy '{written}' is not among the gateway's policies, so the gateway would not start. Add it to {JsonPath.Member(_gateway.Source.GetPath(), "policies")}.");
        else if (!KnownPolicies.ByName.ContainsKey(name) && !_plugins)
            _problems.Add(_file, item, written, $"There is no policy '{written}', so the gateway would not start. Known are {string.Join(", ", KnownPolicies.ByName.Keys)}.");
        if (steps is JsonValue)
        {
            _problems.Add(new Problem(_file, JsonPath.Member(item.GetPath(), written), "Expected an array of condition and action pairs.") { Hint = "Such as [{\"condition\": {\"name\": \"always\"}, \"action\": {}}]." });
            return;
        }
        var parameters = KnownPolicies.ByName.GetValueOrDefault(name);
        var owner = $"The policy '{written}'";
        var any = false;
        foreach (var pair in PolicySteps.Pairs(steps))
        {
            if (pair is null) continue;
            any = true;
            CheckPair(pair, parameters, owner);
        }
        // Without a pair the gateway runs the policy always, without parameters.
        if (!any && parameters is not null) _parameters.CheckAction(parameters, null, steps ?? item, owner);
    }

    private void CheckPair(JsonNode pair, ParameterList? parameters, string owner)
    {
        if (pair is not JsonObject members)
        {
            _problems.Add(_file, pair, "Expected an object with 'condition' and 'action'.");
            return;
        }
        if (members["action"] is { } action and not JsonObject) _problems.Add(_file, action, "'action' must be an object.");
        else if (parameters is null) _destinations.CheckTexts(members["action"]);
        else _parameters.CheckAction(parameters, members["action"] as JsonObject, members["action"] ?? pair, owner);
        if (members["condition"] is { } condition and not JsonObject { Count: 0 }) _parameters.CheckCondition(condition, pair);
    }
}
