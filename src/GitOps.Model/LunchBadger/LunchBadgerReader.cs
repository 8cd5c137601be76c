using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Names;
using GitOps.Model.Validation;

namespace GitOps.Model.LunchBadger;

/// <summary>Reads <c>lunchbadger.json</c>. Never throws: whatever is wrong is a problem with its place.</summary>
public static class LunchBadgerReader
{
    private const string Disabled = "disabled";

    /// <summary>The document; null, with problems added, when its outer JSON cannot be read.</summary>
    /// <param name="text">The file's content.</param>
    /// <param name="file">File that problems are reported of, such as <c>dev/lunchbadger.json</c>.</param>
    /// <param name="key">Whose project: the document keeps it under <c>producer-environment</c>.</param>
    /// <param name="problems">Gets what is wrong. Stays as it was when the document is disabled.</param>
    public static LunchBadgerDocument? Read(string text, string file, EnvironmentKey key, ProblemList problems)
    {
        var root = JsonText.ParseObject(text, file, "$", problems);
        if (root is null)
        {
            // Operators have been told to write it this way, and JSON does not know the escape.
            if (text.Contains(@"\disabled", StringComparison.Ordinal))
                problems.Add(file, "$", @"To switch the environment off, write \""disabled\"":true inside the project's string: the quotes have backslashes, the word has none.");
            return null;
        }

        var found = new ProblemList();
        var members = new JsonMembers(file, found);
        var disabled = IsDisabled(root, members);
        var source = ProjectSource(root, key, members);
        if (source is not null) disabled |= IsDisabled(source, members);
        // Off is off: an operator must be able to switch off a project that is broken.
        if (disabled) return new LunchBadgerDocument { Source = root, Disabled = true, Project = LunchBadgerProject.Blank() };

        RefuseMisplacedFlag(root, members);
        var project = source is null ? LunchBadgerProject.Blank() : ProjectReader.Read(source, members);
        problems.AddRange(found.Problems);
        return new LunchBadgerDocument { Source = root, Disabled = false, Project = project };
    }

    /// <summary>The project's own JSON; null when there is no project, or, with a problem added, when it cannot be read.</summary>
    private static JsonObject? ProjectSource(JsonObject root, EnvironmentKey key, JsonMembers members)
    {
        var projects = members.OptionalObject(root, "models") is { } models ? members.OptionalObject(models, "Project") : null;
        if (projects is null)
        {
            if (members.Problems.IsEmpty)
                members.Problems.Add(members.File, root, "models", "Expected the project under models.Project.");
            return null;
        }
        // A connector that has stored nothing yet.
        if (projects.Count == 0) return null;

        var name = LunchBadgerDocument.FindProjectName(projects, key) ?? LunchBadgerDocument.ProjectName(key);
        if (projects[name] is not { } node)
        {
            members.Problems.Add(
                members.File, projects, name, $"There is no project '{name}'; the document holds others. Was it copied from another producer or environment?");
            return null;
        }
        if (node is JsonObject unescaped)
        {
            members.Problems.Add(members.File, node, "The project must be written as a JSON string, not as an object.");
            // Read on only for the flag.
            return unescaped;
        }
        if (!JsonMembers.TryText(node, out var escaped))
        {
            members.Problems.Add(members.File, node, "The project must be written as a JSON string.");
            return null;
        }
        return JsonText.ParseObject(escaped, members.File, node.GetPath(), members.Problems);
    }

    private static bool IsDisabled(JsonObject source, JsonMembers members)
    {
        if (!source.TryGetPropertyValue(Disabled, out var flag) || flag is null) return false;
        switch (flag.GetValueKind())
        {
            case JsonValueKind.True: return true;
            case JsonValueKind.False: return false;
            default:
                members.Problems.Add(members.File, flag, "'disabled' must be true or false, without quotes. Nothing is switched off or on by guessing.");
                return false;
        }
    }

    private static void RefuseMisplacedFlag(JsonObject root, JsonMembers members)
    {
        if (root["models"] is not JsonObject models) return;
        if (models.ContainsKey(Disabled))
            members.Problems.Add(members.File, models, Disabled, "'disabled' has no effect here: write it beside 'models', or inside the project.");
        if (models["Project"] is JsonObject projects && projects.ContainsKey(Disabled))
            members.Problems.Add(members.File, projects, Disabled, "'disabled' has no effect here: write it beside 'models', or inside the project.");
    }
}
