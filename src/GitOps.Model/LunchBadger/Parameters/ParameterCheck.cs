using System.Text.Json.Nodes;
using GitOps.Model.Hosts;
using GitOps.Model.Validation;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>
/// Finds parameters that Express Gateway would refuse, and itself not start, those that lead where the environment may not, and those that
/// nobody here knows. Messages name parameters, never their values: those may be secrets.
/// </summary>
/// <param name="plugins">Whether the gateway loads plugins, which may bring conditions that nobody here knows.</param>
internal sealed class ParameterCheck(DestinationCheck destinations, string file, ProblemList problems, bool plugins = false)
{
    // A canvas numbers policies' pairs, and may do so with what is in them; it goes no further.
    private const string Id = "id";

    private const int MaxNameLength = 64;

    /// <summary>Checks the parameters of one thing.</summary>
    /// <param name="values">What was written; null for nothing.</param>
    /// <param name="place">The node that a missing parameter is missing in, or the nearest that is there.</param>
    /// <param name="owner">What takes the parameters, as messages call it: <c>the policy 'cors'</c>.</param>
    /// <param name="besides">Members that are there and no parameters.</param>
    public void Check(ParameterList list, JsonObject? values, JsonNode place, string owner, params ReadOnlySpan<string> besides)
    {
        foreach (var parameter in list.Parameters)
        {
            if (values is not null && values.TryGetPropertyValue(parameter.Name, out var value))
            {
                if (value is not null || !list.NullIsNone) CheckValue(parameter, value, values, owner);
            }
            else if (IsRequired(parameter, values)) AddMissing(parameter, values, place, owner);
        }
        CheckGroups(list, values, place, owner);
        if (values is null || list.IsOpen) return;
        foreach (var (name, value) in values)
        {
            if (!list.Names.Contains(name) && !besides.Contains(name) && (value is not null || !list.NullIsNone)) AddUnknown(list, values, name, owner);
        }
    }

    /// <summary>Checks the parameters of a policy's action.</summary>
    public void CheckAction(ParameterList list, JsonObject? values, JsonNode place, string owner) => Check(list, values, place, owner, Id);

    /// <summary>Checks a condition's name and parameters, and those of the conditions inside.</summary>
    /// <param name="place">The node that the condition is in.</param>
    public void CheckCondition(JsonNode? condition, JsonNode place)
    {
        if (condition is not JsonObject members || members["name"] is not JsonValue named || ParameterValue.Text(named) is not { } name)
        {
            problems.Add(file, condition ?? place, "A condition must be an object with a 'name'.");
            return;
        }
        if (!KnownConditions.ByName.TryGetValue(name, out var parameters))
        {
            if (plugins) destinations.CheckTexts(members);
            else problems.Add(file, members, "name", $"There is no condition '{name}', so the gateway would not start. Known are {string.Join(", ", KnownConditions.ByName.Keys)}.");
            return;
        }
        Check(parameters, members, members, $"The condition '{name}'", "name", Id);
    }

    private static bool IsRequired(Parameter parameter, JsonObject? values) =>
        parameter.Required
        || (parameter.RequiredWith is { } other && values?[other.Name] is { } value && ParameterValue.Text(value) == other.Value);

    private void CheckValue(Parameter parameter, JsonNode? value, JsonObject values, string owner)
    {
        switch (parameter.Type)
        {
            case ParameterType.Condition:
                CheckCondition(value, values);
                return;
            case ParameterType.Conditions when value is JsonArray conditions:
                foreach (var condition in conditions) CheckCondition(condition, conditions);
                return;
            case ParameterType.Parameters when value is JsonObject inner:
                Check(parameter.Inner!, inner, inner, $"'{parameter.Name}' of {Lowered(owner)}");
                return;
            case ParameterType.Schema when value is JsonObject schema:
                new SchemaReferences(destinations, $"'{parameter.Name}' of {Lowered(owner)}").Check(schema);
                return;
            default:
                if (!Takes(parameter, value))
                    problems.Add(file, values, parameter.Name, $"{owner} takes as '{parameter.Name}' only {Expected(parameter)}.");
                else if (value is not null)
                    CheckDestination(parameter, ParameterValue.Text(value) ?? "", values, owner);
                return;
        }
    }

    private void CheckDestination(Parameter parameter, string text, JsonObject values, string owner)
    {
        var path = JsonPath.Member(values.GetPath(), parameter.Name);
        var what = $"'{parameter.Name}' of {Lowered(owner)}";
        switch (parameter.Type)
        {
            case ParameterType.Url:
            case ParameterType.OptionalUrl when text.Length > 0:
                destinations.CheckUrl(text, WebUrl.Web, path, what);
                return;
            case ParameterType.ProxyUrl when text.Length > 0:
                destinations.CheckUrl(text, WebUrl.Proxy, path, what);
                return;
            case ParameterType.Host:
                destinations.CheckHost(text, path, what);
                return;
            default:
                return;
        }
    }

    private void AddUnknown(ParameterList list, JsonObject values, string name, string owner)
    {
        var shown = name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "…";
        var known = list.Parameters.Count == 0 ? "It has none." : $"Known are {string.Join(", ", list.Parameters.Select(parameter => parameter.Name))}.";
        problems.Add(file, values, name, $"{owner} has no parameter '{shown}'. {known}");
    }

    private void CheckGroups(ParameterList list, JsonObject? values, JsonNode place, string owner)
    {
        if (list.ExactlyOneOf.Count > 0)
        {
            var found = list.ExactlyOneOf.Count(name => values?.ContainsKey(name) is true);
            if (found == 0) problems.Add(file, place, $"{owner} requires one of the parameters {Names(list.ExactlyOneOf)}.");
            else if (found > 1) problems.Add(file, place, $"{owner} takes only one of the parameters {Names(list.ExactlyOneOf)}.");
        }
        if (list.AtLeastOneOf.Count > 0 && !list.AtLeastOneOf.Any(name => values?.ContainsKey(name) is true))
            problems.Add(file, place, $"{owner} requires one of the parameters {Names(list.AtLeastOneOf)}, or both.");
    }

    private void AddMissing(Parameter parameter, JsonObject? values, JsonNode place, string owner)
    {
        var reason = $"{owner} requires the parameter '{parameter.Name}', {Expected(parameter)}.";
        if (values is null) problems.Add(file, place, reason);
        else problems.Add(file, values, parameter.Name, reason);
    }

    private bool Takes(Parameter parameter, JsonNode? value) => parameter.Type switch
    {
        ParameterType.Text => IsText(parameter, value),
        ParameterType.FilledText => ParameterValue.Text(value) is { Length: > 0 },
        ParameterType.Flag => ParameterValue.IsFlag(value),
        ParameterType.Integer => ParameterValue.IsNumber(value, whole: true),
        ParameterType.Number => ParameterValue.IsNumber(value, whole: false),
        ParameterType.Texts => value is JsonArray items && items.All(item => IsText(parameter, item)),
        ParameterType.DistinctTexts => value is null || (value is JsonArray items && AreDistinct(items)),
        ParameterType.TextOrTexts => value is JsonArray items ? items.All(item => IsText(parameter, item)) : IsText(parameter, value),
        ParameterType.Pattern => ParameterValue.IsPattern(value),
        ParameterType.Url or ParameterType.Host => ParameterValue.Text(value) is { Length: > 0 },
        ParameterType.OptionalUrl or ParameterType.ProxyUrl => ParameterValue.Text(value) is not null,
        ParameterType.Redirects => ParameterValue.IsFlag(value) && (destinations.MayFollowRedirects || ParameterValue.IsOff(value, asText: true)),
        ParameterType.RawRedirects => ParameterValue.IsFlag(value) && (destinations.MayFollowRedirects || ParameterValue.IsOff(value, asText: false)),
        ParameterType.ImageFile => ParameterValue.IsFile(value),
        ParameterType.Package => ParameterValue.IsPackage(value),
        ParameterType.Anything => true,
        ParameterType.HttpMethods => ParameterValue.AreMethods(value),
        ParameterType.Members => value is JsonObject,
        ParameterType.Values => value is JsonObject { Count: > 0 } members && members.All(member => ParameterValue.Text(member.Value) is not null),
        _ => false,
    };

    private static bool IsText(Parameter parameter, JsonNode? value) =>
        ParameterValue.Text(value) is { } text && (parameter.Choices.Count == 0 || parameter.Choices.Contains(text));

    private static bool AreDistinct(JsonArray items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return items.All(item => ParameterValue.Text(item) is { } text && seen.Add(text));
    }

    private static string Expected(Parameter parameter)
    {
        var expected = parameter.Type switch
        {
            ParameterType.Text => "a string",
            ParameterType.FilledText => "a string that is not empty",
            ParameterType.Flag => "true or false",
            ParameterType.Integer => "a whole number",
            ParameterType.Number => "a number",
            ParameterType.Texts => "an array of strings",
            ParameterType.DistinctTexts => "an array of strings, none twice",
            ParameterType.TextOrTexts => "a string or an array of strings",
            ParameterType.Pattern => "a regular expression",
            ParameterType.Url or ParameterType.OptionalUrl or ParameterType.ProxyUrl => "a URL with its scheme",
            ParameterType.Host => "a host",
            ParameterType.Redirects or ParameterType.RawRedirects => "false: a redirect leads wherever an answer says. Let clients follow them (autoRewrite, hostRewrite), or have an operator set ENDPOINT_REDIRECTS",
            ParameterType.ImageFile => "the path of a file of the gateway's image, without '..', and none of the pod's own (/proc, /sys, /dev, /run, /var/run)",
            ParameterType.Package => "the name of a npm package",
            ParameterType.HttpMethods => "HTTP methods, or \"*\" for all",
            ParameterType.Values => "an object of strings or numbers, at least one",
            ParameterType.Conditions => "an array of conditions",
            ParameterType.Condition => "a condition",
            _ => "an object",
        };
        return parameter.Choices.Count == 0 ? expected : $"{expected} of {string.Join(", ", parameter.Choices)}";
    }

    private static string Names(IReadOnlyList<string> names) => string.Join(" and ", names.Select(name => $"'{name}'"));

    private static string Lowered(string owner) => char.ToLowerInvariant(owner[0]) + owner[1..];
}
