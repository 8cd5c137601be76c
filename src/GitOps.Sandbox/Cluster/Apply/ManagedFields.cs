using System.Text.Json;
using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Schemas;

namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>The owners of an object's fields: <c>metadata.managedFields</c> in memory.</summary>
internal sealed class ManagedFields
{
    /// <summary>More updaters than this are merged into one entry, oldest first.</summary>
    private const int MaximumUpdaters = 10;
    private const string AncientChanges = "ancient-changes";

    private readonly Dictionary<FieldManagerKey, Entry> _entries = [];

    public bool IsEmpty => _entries.Count == 0;

    public IEnumerable<FieldManagerKey> Managers => _entries.Keys;

    public FieldSet? this[FieldManagerKey key] => _entries.GetValueOrDefault(key)?.Fields;

    public void Set(FieldManagerKey key, FieldSet fields, string apiVersion)
    {
        if (fields.IsEmpty)
            _entries.Remove(key);
        else
            _entries[key] = new Entry(fields, apiVersion, _entries.GetValueOrDefault(key)?.Time);
    }

    public void Touch(FieldManagerKey key, DateTimeOffset now)
    {
        if (_entries.TryGetValue(key, out var entry))
            _entries[key] = entry with { Time = Timestamps.Seconds(now) };
    }

    public FieldSet All() => _entries.Values.Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Fields));

    /// <summary>Takes fields away from every manager but one.</summary>
    public void RemoveFromOthers(FieldManagerKey? except, FieldSet fields)
    {
        foreach (var (key, entry) in _entries.ToArray())
        {
            if (key != except)
                Set(key, entry.Fields.Difference(fields), entry.ApiVersion);
        }
    }

    public ManagedFields Copy()
    {
        var copy = new ManagedFields();
        foreach (var (key, entry) in _entries)
            copy._entries.Add(key, entry);
        return copy;
    }

    public bool FieldsEqual(ManagedFields other) =>
        _entries.Count == other._entries.Count
        && _entries.All(pair => other._entries.TryGetValue(pair.Key, out var match)
            && match.ApiVersion == pair.Value.ApiVersion && match.Fields.SetEquals(pair.Value.Fields));

    public void CapUpdaters()
    {
        var updaters = _entries.Where(pair => pair.Key.Operation == FieldOperation.Update)
            .OrderBy(pair => pair.Value.Time, StringComparer.Ordinal).ThenBy(pair => pair.Key.Manager, StringComparer.Ordinal).ToList();
        var surplus = updaters.Count - MaximumUpdaters;
        foreach (var (key, entry) in updaters)
        {
            if (surplus <= 0)
                return;
            var bucket = FieldManagerKey.Updater(AncientChanges, key.ApiVersion);
            if (key == bucket)
                continue;
            var existing = _entries.GetValueOrDefault(bucket);
            _entries.Remove(key);
            _entries[bucket] = new Entry(existing is null ? entry.Fields : existing.Fields.Union(entry.Fields), key.ApiVersion, entry.Time);
            // The first merge of a version only renames an entry; the count falls from the second on.
            if (existing is not null)
                surplus--;
        }
    }

    /// <summary>Reads the entries of an object; null when they are not valid.</summary>
    public static ManagedFields? TryDecode(JsonNode? entries)
    {
        var result = new ManagedFields();
        foreach (var node in entries as JsonArray ?? [])
        {
            if (node is not JsonObject entry || (string?)entry["fieldsType"] != "FieldsV1"
                || !Enum.TryParse<FieldOperation>((string?)entry["operation"], out var operation))
                return null;
            var apiVersion = (string?)entry["apiVersion"] ?? "";
            var key = new FieldManagerKey((string?)entry["manager"] ?? "", operation, operation == FieldOperation.Apply ? "" : apiVersion);
            try
            {
                var fields = FieldSet.FromJson(entry["fieldsV1"] as JsonObject ?? []);
                result._entries[key] = new Entry(fields, apiVersion, (string?)entry["time"]);
            }
            catch (JsonException)
            {
                return null;
            }
        }
        return result;
    }

    /// <summary>The entries in the order of the API server: appliers first, then by time, manager and version.</summary>
    public JsonArray? Encode()
    {
        if (IsEmpty)
            return null;
        var result = new JsonArray();
        foreach (var (key, entry) in _entries.OrderBy(pair => pair.Key.Operation).ThenBy(pair => pair.Value.Time, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Manager, StringComparer.Ordinal).ThenBy(pair => pair.Value.ApiVersion, StringComparer.Ordinal))
        {
            result.Add(new JsonObject
            {
                ["manager"] = key.Manager,
                ["operation"] = key.Operation.ToString(),
                ["apiVersion"] = entry.ApiVersion,
                ["time"] = entry.Time,
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = entry.Fields.ToJson(),
            });
        }
        return result;
    }

    private sealed record Entry(FieldSet Fields, string ApiVersion, string? Time);
}
