using System.Text;
using System.Text.Json.Nodes;
using GitOps.Model.Documents;
using GitOps.Model.Validation;

namespace GitOps.Model.Serverless;

/// <summary>The text of a <c>serverless.yml</c> and the document that it is.</summary>
public static class ServerlessText
{
    private const string LunchBadger = "lunchbadger";
    private const string Disabled = "disabled";

    /// <summary>The document that a text is; null after having added the problem.</summary>
    public static JsonObject? Parse(string text, string file, ProblemList problems) => YamlText.ParseObject(text, file, problems);

    /// <summary>A text that every reader reads back as the document; null, with a problem added, when YAML cannot say the same.</summary>
    public static string? Write(JsonObject document, string file, ProblemList problems)
    {
        var text = YamlWriter.Write(document);
        var unreadable = new ProblemList();
        if (Parse(text, file, unreadable) is { } read && JsonNode.DeepEquals(read, document)) return text;
        problems.Add(file, "$", $"Cannot be written as YAML such that it reads the same{(unreadable.IsEmpty ? "; a number may be too large" : $": {unreadable.Problems[0].Reason}")}");
        return null;
    }

    /// <summary>
    /// The text with the function taken out of the cluster, or put back. Comments and layout stay where they can.
    /// </summary>
    /// <param name="text">As it is.</param>
    /// <param name="disabled">What <c>lunchbadger.disabled</c> is to say; false removes it.</param>
    /// <param name="file">File that problems name.</param>
    /// <param name="problems">Gets what is wrong.</param>
    /// <returns>Null, with problems added, when the text is no document.</returns>
    public static string? WithDisabled(string text, bool disabled, string file, ProblemList problems)
    {
        if (Parse(text, file, problems) is not { } document) return null;
        var wanted = (JsonObject)document.DeepClone();
        var section = wanted[LunchBadger] as JsonObject;
        if (!disabled) section?.Remove(Disabled);
        else if (section is not null) section[Disabled] = true;
        else wanted[LunchBadger] = new JsonObject { [Disabled] = true };
        if (JsonNode.DeepEquals(document, wanted)) return text;
        var edited = disabled ? InsertFlag(text, document.ContainsKey(LunchBadger)) : RemoveFlag(text);
        return Parse(edited, file, new ProblemList()) is { } read && JsonNode.DeepEquals(read, wanted) ? edited : Write(wanted, file, problems);
    }

    private static string InsertFlag(string text, bool hasSection)
    {
        if (!hasSection) return $"{text}{(text.EndsWith('\n') ? "" : "\n")}{LunchBadger}:\n  {Disabled}: true\n";
        var edited = new StringBuilder();
        var isInSection = false;
        foreach (var line in text.Split('\n'))
        {
            if (isInSection && line.Trim().Length > 0)
            {
                edited.Append(line.AsSpan(0, line.Length - line.TrimStart(' ').Length)).Append(Disabled).Append(": true\n");
                isInSection = false;
            }
            isInSection |= line.TrimEnd() == $"{LunchBadger}:";
            edited.Append(line).Append('\n');
        }
        return edited.ToString(0, edited.Length - 1);
    }

    private static string RemoveFlag(string text)
    {
        var isInSection = false;
        var kept = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] is not (' ' or '#')) isInSection = line.TrimEnd() == $"{LunchBadger}:";
            if (!isInSection || line.Trim() != $"{Disabled}: true") kept.Add(line);
        }
        return string.Join('\n', kept);
    }
}
