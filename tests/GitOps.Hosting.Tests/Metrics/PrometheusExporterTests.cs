using System.Diagnostics.Metrics;
using GitOps.Hosting.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Hosting.Tests.Metrics;

public sealed class PrometheusExporterTests
{
    private ServiceProvider _services = null!;
    private PrometheusExporter _exporter = null!;
    private Meter _meter = null!;

    [SetUp]
    public void Start()
    {
        _services = new ServiceCollection().AddMetrics().AddSingleton<PrometheusExporter>().BuildServiceProvider();
        _exporter = _services.GetRequiredService<PrometheusExporter>();
        _exporter.Start();
        _meter = _services.GetRequiredService<IMeterFactory>().Create("sample");
    }

    [TearDown]
    public void Stop()
    {
        _exporter.Dispose();
        _meter.Dispose();
        _services.Dispose();
    }

    [Test]
    public void Export_Counter_SumsPerTagSet()
    {
        var counter = _meter.CreateCounter<long>("sample.webhooks", description: "Webhooks received");
        counter.Add(1, new KeyValuePair<string, object?>("result", "accepted"));
        counter.Add(2, new KeyValuePair<string, object?>("result", "accepted"));
        counter.Add(1, new KeyValuePair<string, object?>("result", "refused"));

        Assert.That(Lines("sample_webhooks"), Is.EquivalentTo(new[]
        {
            "# HELP sample_webhooks_total Webhooks received",
            "# TYPE sample_webhooks_total counter",
            "sample_webhooks_total{result=\"accepted\"} 3",
            "sample_webhooks_total{result=\"refused\"} 1",
        }));
    }

    [Test]
    public void Export_TagWithQuoteBackslashAndNewline_IsEscaped()
    {
        _meter.CreateCounter<int>("sample.odd").Add(1, new KeyValuePair<string, object?>("a-b", "x\"y\\z\nw"));

        Assert.That(Lines("sample_odd"), Has.Member("sample_odd_total{a_b=\"x\\\"y\\\\z\\nw\"} 1"));
    }

    [Test]
    public void Export_Histogram_HasCumulativeBucketsSumAndCount()
    {
        var histogram = _meter.CreateHistogram("sample.duration", "s", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        histogram.Record(0.1);
        histogram.Record(0.5);
        histogram.Record(5);

        Assert.That(Lines("sample_duration"), Is.EqualTo(new[]
        {
            "# TYPE sample_duration_seconds histogram",
            "sample_duration_seconds_bucket{le=\"0.1\"} 1",
            "sample_duration_seconds_bucket{le=\"1\"} 2",
            "sample_duration_seconds_bucket{le=\"+Inf\"} 3",
            "sample_duration_seconds_sum 5.6",
            "sample_duration_seconds_count 3",
        }));
    }

    [Test]
    public void Export_ObservableGauge_ShowsOnlyWhatIsObservedNow()
    {
        var shard = "a";
        _meter.CreateObservableGauge("sample.held", () => new Measurement<int>(4, new KeyValuePair<string, object?>("shard", shard)));
        _exporter.Export();
        shard = "b";

        Assert.That(Lines("sample_held"), Is.EqualTo(new[] { "# TYPE sample_held gauge", "sample_held{shard=\"b\"} 4" }));
    }

    [Test]
    public void Export_UpDownCounter_ShowsTheBalance()
    {
        var subscribers = _meter.CreateUpDownCounter<int>("sample.subscribers");
        subscribers.Add(3);
        subscribers.Add(-1);

        Assert.That(Lines("sample_subscribers"), Has.Member("sample_subscribers 2"));
    }

    [Test]
    public void Export_MeterOfAnotherHost_IsNotShown()
    {
        using var other = new ServiceCollection().AddMetrics().BuildServiceProvider();
        other.GetRequiredService<IMeterFactory>().Create("sample").CreateCounter<int>("sample.foreign").Add(1);

        Assert.That(Lines("sample_foreign"), Is.Empty);
    }

    [Test]
    public void Export_UnboundedTagValues_StayBounded()
    {
        var counter = _meter.CreateCounter<int>("sample.many");
        for (var i = 0; i < 5000; i++) counter.Add(1, new KeyValuePair<string, object?>("id", i));

        var lines = Lines("sample_many");
        Assert.That(lines, Has.Length.LessThan(1600).And.Member("sample_many_total{overflow=\"true\"} 3500"));
    }

    [Test]
    public void Export_HistogramWithUnboundedTagValues_HasNoMoreLinesThanAnyInstrument()
    {
        var histogram = _meter.CreateHistogram<double>("sample.waits");
        for (var i = 0; i < 5000; i++) histogram.Record(1, new KeyValuePair<string, object?>("id", i));

        Assert.That(Lines("sample_waits"), Has.Length.LessThan(1600).And.Some.StartsWith("sample_waits_count{overflow=\"true\"}"));
    }

    [Test]
    public void Export_VeryLongTagValue_IsCut()
    {
        _meter.CreateCounter<int>("sample.long").Add(1, new KeyValuePair<string, object?>("id", new string('x', 10_000)));

        Assert.That(Lines("sample_long"), Has.Member($"sample_long_total{{id=\"{new string('x', 200)}\"}} 1"));
    }

    [Test]
    public void Export_DurationsOfRequests_TellRoutesOfThoseThatWereServed()
    {
        var histogram = _meter.CreateHistogram<double>("http.server.request.duration", "s");
        foreach (var (route, status, version) in ((string, int, string)[])[("/a", 200, "1.0"), ("/a", 200, "1.1"), ("/a", 404, "1.1"), ("/b", 401, "1.1"), ("/c", 404, "1.1"), ("/d", 500, "1.1")])
        {
            histogram.Record(
                0.1, new("http.request.method", "GET"), new("url.scheme", "http"), new("http.response.status_code", status), new("http.route", route), new("network.protocol.version", version));
        }

        Assert.That(Lines("http_server_request_duration_seconds_count"), Is.EquivalentTo(new[]
        {
            "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"/a\"} 2",
            "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"404\"} 2",
            "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"401\"} 1",
            "http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"500\",http_route=\"/d\"} 1",
        }));
    }

    private string[] Lines(string prefix) =>
        [.. _exporter.Export().Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal)
            || line.StartsWith("# HELP " + prefix, StringComparison.Ordinal) || line.StartsWith("# TYPE " + prefix, StringComparison.Ordinal))];
}
