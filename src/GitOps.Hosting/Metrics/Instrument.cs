using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace GitOps.Hosting.Metrics;

/// <summary>One instrument and its series by tag set. Recording a known tag set allocates nothing when the tags are texts or numbers.</summary>
internal sealed class Instrument
{
    /// <summary>Lines that an instrument may have on the page: a series of a histogram takes one for each bucket.</summary>
    public const int MaxLines = 1500;

    private const string Overflow = "overflow=\"true\"";

    private static readonly double[] DefaultBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Series>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string _help;
    private readonly bool _isAbsolute;
    private readonly bool _isObservable;
    private readonly double[]? _bounds;
    private readonly MetricView? _view;
    private readonly int _maxSeries;

    public Instrument(System.Diagnostics.Metrics.Instrument source)
    {
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<char>>();
        _help = source.Description ?? "";
        _view = MetricView.Of(source.Name);
        _isObservable = source.IsObservable;
        var kind = source.GetType().Name;
        var isCounter = kind.StartsWith("Counter", StringComparison.Ordinal) || kind.StartsWith("ObservableCounter", StringComparison.Ordinal);
        _isAbsolute = _isObservable || kind.StartsWith("Gauge", StringComparison.Ordinal);
        if (kind.StartsWith("Histogram", StringComparison.Ordinal)) _bounds = _view?.Bounds ?? Bounds(source);
        _maxSeries = MaxLines / (_bounds is null ? 1 : _bounds.Length + 3);
        Type = _bounds is not null ? "histogram" : isCounter ? "counter" : "gauge";
        Name = PrometheusName.Of(source.Name, source.Unit, isCounter);
    }

    public string Name { get; }

    public string Type { get; }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        lock (series) series.Record(value, _isAbsolute);
    }

    public void ForgetObservations()
    {
        if (_isObservable) _series.Clear();
    }

    public void WriteHeader(StringBuilder text)
    {
        if (_help.Length > 0)
            text.Append("# HELP ").Append(Name).Append(' ').Append(_help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(Type).Append('\n');
    }

    /// <summary>Writes the series whose name and tags are not among <paramref name="written"/> yet: two meters may have an instrument of one name.</summary>
    public void WriteSeries(StringBuilder text, HashSet<string> written)
    {
        foreach (var (tags, series) in _series)
        {
            if (!written.Add($"{Name}{{{tags}}}")) continue;
            lock (series) series.Write(text, Name, tags);
        }
    }

    private static double[] Bounds(System.Diagnostics.Metrics.Instrument source) => source switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(bound => (double)bound)],
        _ => DefaultBounds,
    };

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var builder = new TagWriter(stackalloc char[256]);
        foreach (var (name, value) in tags)
        {
            if (_view?.Leaves(name, tags) != true) builder.Append(name, value);
        }
        var key = builder.Written;
        if (_lookup.TryGetValue(key, out var known)) return known;
        var text = _series.Count < _maxSeries ? key.ToString() : Overflow;
        return _series.GetOrAdd(text, static (_, bounds) => new Series(bounds), _bounds);
    }

    /// <summary>A value, or a histogram's sum, count and buckets. Its caller holds its lock.</summary>
    private sealed class Series(double[]? bounds)
    {
        private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length + 1];
        private double _value;
        private long _count;

        public void Record(double value, bool isAbsolute)
        {
            _value = isAbsolute ? value : _value + value;
            if (bounds is null) return;
            _count++;
            var index = Array.BinarySearch(bounds, value);
            _buckets[index < 0 ? ~index : index]++;
        }

        public void Write(StringBuilder text, string name, string tags)
        {
            if (bounds is null)
            {
                WriteLine(text, name, "", tags, null, Number(_value));
                return;
            }
            var below = 0L;
            for (var i = 0; i < bounds.Length; i++)
            {
                below += _buckets[i];
                WriteLine(text, name, "_bucket", tags, Number(bounds[i]), below.ToString(CultureInfo.InvariantCulture));
            }
            WriteLine(text, name, "_bucket", tags, "+Inf", _count.ToString(CultureInfo.InvariantCulture));
            WriteLine(text, name, "_sum", tags, null, Number(_value));
            WriteLine(text, name, "_count", tags, null, _count.ToString(CultureInfo.InvariantCulture));
        }

        private static void WriteLine(StringBuilder text, string name, string suffix, string tags, string? bucket, string value)
        {
            text.Append(name).Append(suffix);
            if (tags.Length > 0 || bucket is not null)
            {
                text.Append('{').Append(tags);
                if (bucket is not null) text.Append(tags.Length > 0 ? "," : "").Append("le=\"").Append(bucket).Append('"');
                text.Append('}');
            }
            text.Append(' ').Append(value).Append('\n');
        }

        private static string Number(double value) =>
            double.IsNaN(value) ? "NaN"
            : double.IsPositiveInfinity(value) ? "+Inf"
            : double.IsNegativeInfinity(value) ? "-Inf"
            : value.ToString("R", CultureInfo.InvariantCulture);
    }
}
