using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Names;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Model.Serverless;

/// <summary>Reads the <c>serverless.yml</c> files of a <c>functions</c> repository. Never throws: whatever is wrong is a problem with its place.</summary>
public static class ServerlessReader
{
    private const int MaxLabelLength = 63;

    /// <summary>Every service, ordered by file.</summary>
    /// <param name="documents">Path to content.</param>
    /// <param name="folder">What stands before the path in problems, such as <c>functions/</c>.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static IReadOnlyList<ServerlessService> ReadServices(IReadOnlyDictionary<string, string> documents, string folder, ProblemList problems)
    {
        var services = new List<ServerlessService>();
        foreach (var path in documents.Keys.Where(path => DocumentPaths.IsDocument(RepositoryRole.Functions, path)).Order(StringComparer.Ordinal))
        {
            if (ReadService(documents[path], folder + path, problems) is { } service) services.Add(service);
        }
        return services;
    }

    private static ServerlessService? ReadService(string text, string file, ProblemList problems)
    {
        var source = YamlText.ParseObject(text, file, problems);
        if (source is null) return null;
        var members = new JsonMembers(file, problems);

        // Written as a name, or as an object that has one.
        var service = source["service"] is JsonObject named ? members.RequiredText(named, "name") : members.RequiredText(source, "service");
        var provider = members.OptionalObject(source, "provider");
        var lunchbadger = members.OptionalObject(source, "lunchbadger");
        var @namespace = provider is null ? null : members.OptionalText(provider, "namespace");
        var runtime = provider is null ? null : members.OptionalText(provider, "runtime");
        var id = lunchbadger is null ? null : members.OptionalText(lunchbadger, "id");
        var isDisabled = lunchbadger is not null && ReadDisabled(lunchbadger, members);
        if (service is null) return null;
        if (!string.IsNullOrEmpty(id))
        {
            RefuseIfNoLabel(service, "service", source, "service", file, problems);
            if (!string.IsNullOrEmpty(@namespace)) RefuseIfNoLabel(@namespace, "namespace", provider!, "namespace", file, problems);
        }
        return new ServerlessService
        {
            Source = source,
            File = file,
            Service = service,
            Namespace = string.IsNullOrEmpty(@namespace) ? null : @namespace,
            Runtime = runtime,
            Provider = provider is null ? null : members.OptionalText(provider, "name"),
            Functions = ReadFunctions(source, provider, members),
            LunchBadgerId = string.IsNullOrEmpty(id) ? null : id,
            Disabled = isDisabled,
        };
    }

    /// <summary>Anything but true and false is a problem: guessing wrong is dangerous in both directions.</summary>
    private static bool ReadDisabled(JsonObject lunchbadger, JsonMembers members)
    {
        switch (lunchbadger["disabled"]?.GetValueKind())
        {
            case null or JsonValueKind.False: return false;
            case JsonValueKind.True: return true;
            default:
                members.Problems.Add(members.File, lunchbadger, "disabled", "'disabled' must be true or false.");
                return false;
        }
    }

    private static List<ServerlessFunction> ReadFunctions(JsonObject source, JsonObject? provider, JsonMembers members)
    {
        var functions = new List<ServerlessFunction>();
        foreach (var (_, node) in members.OptionalObject(source, "functions") ?? [])
        {
            if (node is not JsonObject function) continue;
            var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var environment in new[] { provider is null ? null : members.OptionalObject(provider, "environment"), members.OptionalObject(function, "environment") })
            {
                foreach (var (name, value) in environment ?? [])
                {
                    if (value is JsonValue plain) variables[name] = plain.ToString();
                }
            }
            functions.Add(new ServerlessFunction(function, members.OptionalText(function, "handler"), [.. variables]));
        }
        return functions;
    }

    private static void RefuseIfNoLabel(string text, string what, JsonObject parent, string member, string file, ProblemList problems)
    {
        if (DnsLabel.Violation(text, MaxLabelLength) is { } violation)
            problems.Add(file, parent, member, $"The {what} becomes part of a host name, but it {violation}.");
    }
}
