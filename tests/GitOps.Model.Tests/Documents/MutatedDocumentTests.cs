using FsCheck;
using FsCheck.Fluent;
using GitOps.Testing;

namespace GitOps.Model.Tests.Documents;

/// <summary>Whatever a push leaves in the documents, reading them ends with content or with problems, never with an exception.</summary>
public sealed class MutatedDocumentTests
{
    private static readonly string[] Snippets =
        ["", "null", "[]", "{}", "\"", "\\", "\\\"", "\\ud800", "\u0000", "true", "-1", "1e999", "[[[[", "}}", ",", ":", "&a", "*a", "<<: ", "? ", "- ", "\n", "\t", "\"disabled\":1", "\uFEFF", "🚀"];

    [Test]
    public void Read_DocumentsWithPartsReplaced_NeverThrows()
    {
        var texts = DemoFiles();
        var mutation =
            from file in Gen.Elements(texts.Keys.ToArray())
            from start in Gen.Choose(0, texts[file].Length)
            from length in Gen.Choose(0, 40)
            from snippet in Gen.Elements(Snippets)
            select (File: file, Text: Replace(texts[file], start, length, snippet));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(mutation.ToArbitrary(), mutated => Reads(texts, mutated.File, mutated.Text)));
    }

    [Test]
    public void Read_ProjectWithPartsReplaced_NeverThrows()
    {
        var texts = DemoFiles();
        var project = System.Text.Json.Nodes.JsonNode.Parse(texts["dev/lunchbadger.json"])!["models"]!["Project"]!["al-dev"]!.GetValue<string>();
        var mutation =
            from start in Gen.Choose(0, project.Length)
            from length in Gen.Choose(0, 40)
            from snippet in Gen.Elements(Snippets)
            select TestDocuments.Document(Replace(project, start, length, snippet));

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(mutation.ToArbitrary(), text => Reads(texts, "dev/lunchbadger.json", text)));
    }

    private static bool Reads(Dictionary<string, string> texts, string file, string text)
    {
        var documents = new Dictionary<string, string>(texts) { [file] = text };
        TestDocuments.Read(Of(documents, "dev/"), Of(documents, "functions/"));
        return true;
    }

    private static Dictionary<string, string> Of(Dictionary<string, string> texts, string folder) =>
        texts.Where(text => text.Key.StartsWith(folder, StringComparison.Ordinal)).ToDictionary(text => text.Key[folder.Length..], text => text.Value);

    private static Dictionary<string, string> DemoFiles()
    {
        var demo = Fixtures.Cases("demo").Single();
        return demo.Files().ToDictionary(path => path, demo.Read);
    }

    private static string Replace(string text, int start, int length, string snippet) =>
        string.Concat(text.AsSpan(0, start), snippet, text.AsSpan(Math.Min(start + length, text.Length)));
}
