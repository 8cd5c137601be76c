using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOps.Model.Components;
using GitOps.Model.Documents;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Model.Environments;

/// <summary>
/// Reads the settings of an environment. Never throws: whatever is wrong is a problem with its place, what nobody knows
/// included, or a typo would be without effect and without a word.
/// </summary>
public static partial class EnvironmentSettingsReader
{
    private const int MaxVariables = 100;
    private const int MaxValueLength = 8 * 1024;
    private const int MaxDomainLength = 180;

    private static readonly string[] Members = ["replicas", "resources", "env", "versions", "domain"];
    private static readonly string[] ResourceLists = ["requests", "limits"];
    private static readonly string[] ResourceNames = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>The document; null, with problems added, when it is no JSON object.</summary>
    public static EnvironmentSettingsDocument? Read(string text, string file, ProblemList problems)
    {
        var source = JsonText.ParseObject(text, file, "$", problems);
        if (source is null) return null;
        var members = new JsonMembers(file, problems);
        RefuseUnknown(source, Members, members);
        return new EnvironmentSettingsDocument
        {
            Source = source,
            File = file,
            Replicas = ReadReplicas(source, members),
            Resources = ByKind(source, "resources", ComponentKinds.All, members, (parent, kind) => members.OptionalObject(parent, kind) is { } needs ? ReadResources(needs, members) : null),
            Variables = ByKind<IReadOnlyList<PlainVariable>>(source, "env", ComponentKinds.All, members, (parent, kind) => members.OptionalObject(parent, kind) is { } variables ? ReadVariables(variables, kind, members) : null),
            Versions = ByKind(source, "versions", ComponentKinds.WithVersion, members, (parent, kind) => ReadVersion(parent, kind, members)),
            Domain = ReadDomain(source, members),
        };
    }

    private static Dictionary<string, int> ReadReplicas(JsonObject source, JsonMembers members)
    {
        if (source["replicas"] is JsonValue) return Number(source, "replicas") is { } all ? ComponentKinds.All.ToDictionary(kind => kind, _ => all) : [];
        return ByKind<int?>(source, "replicas", ComponentKinds.All, members, Number).ToDictionary(pair => pair.Key, pair => pair.Value!.Value);

        int? Number(JsonObject parent, string member)
        {
            if (parent[member] is not { } node) return null;
            if (node is JsonValue value && node.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) && number >= 0) return number;
            members.Problems.Add(new Problem(members.File, node.GetPath(), "Expected a number of pods: a whole number that is not negative.") { Hint = "Write \"replicas\": 2 for all components, or \"replicas\": {\"gateway\": 2} for one kind." });
            return null;
        }
    }

    private static ResourceNeeds ReadResources(JsonObject source, JsonMembers members)
    {
        RefuseUnknown(source, ResourceLists, members);
        var needs = new ResourceNeeds(ReadQuantities(source, "requests", members), ReadQuantities(source, "limits", members));
        foreach (var (name, request) in needs.Requests)
        {
            if (needs.Limits.TryGetValue(name, out var limit) && request > limit)
                members.Problems.Add(members.File, (JsonObject)source["requests"]!, name, $"Requests more {name} than its limit of {limit} allows.");
        }
        return needs;
    }

    private static Dictionary<string, Quantity> ReadQuantities(JsonObject source, string list, JsonMembers members)
    {
        var quantities = new Dictionary<string, Quantity>(StringComparer.Ordinal);
        if (members.OptionalObject(source, list) is not { } named) return quantities;
        RefuseUnknown(named, ResourceNames, members);
        foreach (var name in ResourceNames)
        {
            if (named[name] is not { } node) continue;
            var written = JsonMembers.TryText(node, out var text) ? text : node.GetValueKind() == JsonValueKind.Number ? node.ToJsonString() : null;
            if (Quantity.TryParse(written, out var quantity) && (name == "cpu" || quantity.IsWhole)) quantities[name] = quantity;
            else members.Problems.Add(new Problem(members.File, node.GetPath(), $"Is no amount of {name}.") { Hint = name == "cpu" ? "Write processors as \"500m\" or \"2\"." : "Write bytes as \"512Mi\" or \"2Gi\"." });
        }
        return quantities;
    }

    private static List<PlainVariable> ReadVariables(JsonObject source, string kind, JsonMembers members)
    {
        if (source.Count > MaxVariables) members.Problems.Add(members.File, source, $"There are {source.Count} variables, {MaxVariables} are allowed.");
        var variables = new List<PlainVariable>();
        foreach (var (name, node) in source.OrderBy(member => member.Key, StringComparer.Ordinal).Take(MaxVariables))
        {
            if (VariableNames.Violation(kind, name) is { } violation) members.Problems.Add(members.File, source, name, violation);
            else if (node is null) continue;
            else if (!JsonMembers.TryText(node, out var value)) members.Problems.Add(members.File, node, "The value of a variable must be a string: put it in quotes.");
            else if (value.Length > MaxValueLength || value.Contains('\0', StringComparison.Ordinal)) members.Problems.Add(members.File, node, $"The value of a variable has at most {MaxValueLength} characters, and no NUL among them.");
            else variables.Add(new PlainVariable(name, value));
        }
        return variables;
    }

    private static string? ReadVersion(JsonObject source, string kind, JsonMembers members)
    {
        var version = members.OptionalText(source, kind);
        if (version is null || Tag().IsMatch(version)) return version;
        members.Problems.Add(new Problem(members.File, source[kind]!.GetPath(), "Is no image tag: letters, digits, '_', '.' and '-', at most 128, beginning with a letter, digit or '_'.") { Hint = "Only the tag can be chosen; the image itself is the operator's." });
        return null;
    }

    private static string? ReadDomain(JsonObject source, JsonMembers members)
    {
        var domain = members.OptionalText(source, "domain");
        if (domain is null || (domain.Length <= MaxDomainLength && domain.Split('.').All(label => DnsLabel.Violation(label, ObjectNames.MaxLabelLength) is null))) return domain;
        members.Problems.Add(members.File, source["domain"]!, $"Is no lower-case DNS name of at most {MaxDomainLength} characters, such as shop.example.com.");
        return null;
    }

    private static Dictionary<string, T> ByKind<T>(JsonObject source, string member, IReadOnlyList<string> kinds, JsonMembers members, Func<JsonObject, string, T?> read)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        if (members.OptionalObject(source, member) is not { } byKind) return values;
        RefuseUnknown(byKind, kinds, members);
        foreach (var kind in kinds)
        {
            if (read(byKind, kind) is { } value) values[kind] = value;
        }
        return values;
    }

    private static void RefuseUnknown(JsonObject source, IReadOnlyList<string> known, JsonMembers members)
    {
        foreach (var (name, _) in source)
        {
            if (!known.Contains(name))
                members.Problems.Add(new Problem(members.File, JsonPath.Member(source.GetPath(), name), "Nothing of this name can be set here.") { Hint = $"Known here: {string.Join(", ", known)}." });
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
