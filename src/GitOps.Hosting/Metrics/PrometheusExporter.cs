using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace GitOps.Hosting.Metrics;

/// <summary>
/// Keeps the measurements of this host's meters and writes them in the Prometheus text format 0.0.4. Only meters of the host's own
/// <see cref="IMeterFactory"/> and process-wide ones (such as System.Runtime) are taken: several hosts in one process do not mix.
/// Memory is bounded: an instrument keeps at most <see cref="Instrument.MaxLines"/> lines of tag sets, the rest is counted as overflow.
/// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
/// </summary>
public sealed class PrometheusExporter : IDisposable
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly IMeterFactory _meters;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, byte> _instruments = new();
    private readonly Lock _scrape = new();
    private bool _started;

    public PrometheusExporter(IMeterFactory meters)
    {
        _meters = meters;
        _listener.InstrumentPublished = Publish;
        _listener.MeasurementsCompleted = (_, state) =>
        {
            if (state is Instrument ended) _instruments.TryRemove(ended, out byte _);
        };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, state) => Record(state, (double)value, tags));
    }

    /// <summary>Begins to listen. Calling it again does nothing.</summary>
    public void Start()
    {
        lock (_scrape)
        {
            if (_started) return;
            _started = true;
            _listener.Start();
        }
    }

    /// <summary>All series as they are now. Observable instruments are asked at this moment.</summary>
    public string Export()
    {
        Start();
        var text = new StringBuilder(16 * 1024);
        lock (_scrape)
        {
            // A tag set that is not observed any more is gone, so observations start from nothing each time.
            foreach (var instrument in _instruments.Keys) instrument.ForgetObservations();
            _listener.RecordObservableInstruments();
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (var family in _instruments.Keys.GroupBy(instrument => instrument.Name).OrderBy(family => family.Key, StringComparer.Ordinal))
            {
                var type = family.First().Type;
                family.First().WriteHeader(text);
                // Two instruments of one name but different type would make the whole page unreadable for Prometheus.
                foreach (var instrument in family.Where(instrument => instrument.Type == type)) instrument.WriteSeries(text, written);
            }
        }
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        (state as Instrument)?.Record(value, tags);

    private void Publish(System.Diagnostics.Metrics.Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Scope is { } scope && !ReferenceEquals(scope, _meters)) return;
        var kept = new Instrument(instrument);
        _instruments[kept] = 0;
        listener.EnableMeasurementEvents(instrument, kept);
    }
}
