using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace GitOps.Benchmarks.Measuring;

/// <summary>All figures of one run: a table for people, JSON for scripts. It judges nothing; targets stand beside what was reached.</summary>
public sealed class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly List<Figure> _figures = [];
    private readonly List<string> _notes = [];

    public IReadOnlyDictionary<string, object> Machine { get; } = new Dictionary<string, object>
    {
        ["processors"] = Environment.ProcessorCount,
        ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        ["runtime"] = Environment.Version.ToString(),
        ["startedAt"] = DateTimeOffset.UtcNow,
    };

    public void Add(Figure figure) => _figures.Add(figure);

    public void Add(string scenario, string name, double value, string unit, double? target = null) =>
        Add(new Figure(scenario, name, value, unit, target));

    /// <summary>What a reader has to know to read a figure right.</summary>
    public void Note(string note) => _notes.Add(note);

    public void Print(IAnsiConsole console)
    {
        var table = new Table().AddColumns("scenario", "figure").AddColumn("value", RightAligned).AddColumn("target", RightAligned);
        foreach (var figure in _figures)
        {
            table.AddRow(
                Markup.Escape(figure.Scenario),
                Markup.Escape(figure.Name),
                $"{Number(figure.Value)} {figure.Unit}",
                figure.Target is { } target ? $"{Number(target)}{(figure.Reached == true ? "" : "  missed")}" : "");
        }

        console.Write(table);
        foreach (var note in _notes) console.WriteLine(note);
    }

    public async Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        await JsonSerializer.SerializeAsync(
            file, new { machine = Machine, figures = _figures, notes = _notes }, Json, cancellationToken);
    }

    private static void RightAligned(TableColumn column) => column.RightAligned();

    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture);
}
