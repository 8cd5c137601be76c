using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitOps.Configstore.Storage;
using GitOps.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOps.Configstore.Tests.Storage;

public sealed class DurableMapTests
{
    private static readonly JsonTypeInfo<Value> Json =
        (JsonTypeInfo<Value>)new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() }.GetTypeInfo(typeof(Value));

    private TemporaryDirectory _folder = null!;

    private string File => _folder["map"];

    [SetUp]
    public void Create() => _folder = new TemporaryDirectory("map");

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Open_AfterPutsAndRemoves_HasTheLastOfEach()
    {
        using (var map = Open())
        {
            map.Put("a", new Value("1"));
            map.Put("b", new Value("2"));
            map.Put("a", new Value("3"));
            map.Remove("b");
        }

        using var again = Open();

        Assert.That(again.ToDictionary(), Is.EqualTo(new Dictionary<string, Value> { ["a"] = new("3") }));
    }

    [Test]
    public void Open_LastLineTorn_LosesThatLineOnly()
    {
        using (var map = Open()) map.Put("a", new Value("1"));
        System.IO.File.AppendAllText(File, "0000000000000000 b {\"te");

        using var again = Open();

        Assert.That(again.ToDictionary().Keys, Is.EqualTo(new[] { "a" }));
    }

    [Test]
    public void Open_ABitFlippedInTheMiddle_IsEmptyAndNotWrong()
    {
        using (var map = Open())
        {
            map.Put("a", new Value("1"));
            map.Put("b", new Value("2"));
        }
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("\"1\"", "\"7\"", StringComparison.Ordinal));

        using var again = Open();

        Assert.That(again.ToDictionary(), Is.Empty);
    }

    [Test]
    public void Open_OfAnotherIdentity_IsEmpty()
    {
        using (var map = Open()) map.Put("a", new Value("1"));

        using var other = Open("other");

        Assert.That(other.ToDictionary(), Is.Empty);
    }

    [Test]
    public void Open_WhileAnotherHasIt_IsRefused()
    {
        using var first = Open();

        Assert.Throws<IOException>(() => Open().Dispose());
    }

    [Test]
    public void Put_ManyTimes_KeepsTheFileBounded()
    {
        using var map = Open();

        for (var i = 0; i < 20_000; i++) map.Put("a", new Value($"{i}"));

        Assert.That(new FileInfo(File).Length, Is.LessThan(200_000));
    }

    [Test]
    public void Put_DiskThatCannotBeWritten_KeepsTheValueAndWritesItLater()
    {
        using var map = Open();
        // A folder in the place of the file to be written stops the rewriting, whoever runs the test.
        Directory.CreateDirectory(File + ".new");
        for (var i = 0; i < 1100; i++) map.Put("a", new Value($"{i}"));
        Assert.That(map.ToDictionary()["a"].Text, Is.EqualTo("1099"));

        Directory.Delete(File + ".new");
        map.Put("b", new Value("2"));

        map.Dispose();
        using var again = Open();
        Assert.That(again.ToDictionary(), Is.EqualTo(new Dictionary<string, Value> { ["a"] = new("1099"), ["b"] = new("2") }));
    }

    private DurableMap<Value> Open(string identity = "this") => new(File, identity, Json, NullLogger.Instance);

    private sealed record Value(string Text);
}
