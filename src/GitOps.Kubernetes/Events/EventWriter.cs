using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GitOps.Kubernetes.Objects;

namespace GitOps.Kubernetes.Events;

/// <summary>
/// Writes events as JSON, in the form of either group.
/// Sources: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ and the core group's Event.
/// </summary>
internal sealed class EventWriter(EventRecorderOptions options, TimeProvider time)
{
    private const string MicroTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const string SecondTime = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int LongestNote = 1024;
    private const int LongestNamePrefix = 230;

    /// <summary>Events about cluster-wide objects live in the namespace default.</summary>
    public static ObjectReference NewTarget(GroupVersionKind kind, EventSubject subject)
    {
        var name = subject.Target.Name;
        var prefix = name.Length > LongestNamePrefix ? name[..LongestNamePrefix] : name;
        return new ObjectReference(kind, subject.Target.Namespace is { Length: > 0 } own ? own : "default", $"{prefix}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
    }

    public ReadOnlyMemory<byte> New(ObjectReference target, EventKey key)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var isCore = !target.Kind.ApiVersion.Contains('/');
        return Json(json =>
        {
            json.WriteString("apiVersion"u8, target.Kind.ApiVersion);
            json.WriteString("kind"u8, target.Kind.Kind);
            json.WriteStartObject("metadata"u8);
            json.WriteString("name"u8, target.Name);
            json.WriteString("namespace"u8, target.Namespace);
            json.WriteEndObject();
            WriteSubject(json, isCore ? "involvedObject" : "regarding", key.Subject);
            json.WriteString("type"u8, key.Type.ToString());
            json.WriteString("reason"u8, key.Reason);
            json.WriteString("action"u8, key.Action);
            json.WriteString(isCore ? "message" : "note", Cut(key.Note));
            json.WriteString(isCore ? "reportingComponent" : "reportingController", options.Controller);
            json.WriteString("reportingInstance"u8, options.Instance);
            if (isCore)
            {
                json.WriteString("firstTimestamp"u8, now.ToString(SecondTime, CultureInfo.InvariantCulture));
                json.WriteString("lastTimestamp"u8, now.ToString(SecondTime, CultureInfo.InvariantCulture));
                json.WriteNumber("count"u8, 1);
                json.WriteStartObject("source"u8);
                json.WriteString("component"u8, options.Controller);
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("eventTime"u8, now.ToString(MicroTime, CultureInfo.InvariantCulture));
            }
        });
    }

    /// <summary>A merge patch with a new count.</summary>
    public ReadOnlyMemory<byte> Count(GroupVersionKind kind, int count)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Json(json =>
        {
            if (!kind.ApiVersion.Contains('/'))
            {
                json.WriteNumber("count"u8, count);
                json.WriteString("lastTimestamp"u8, now.ToString(SecondTime, CultureInfo.InvariantCulture));
                return;
            }
            json.WriteStartObject("series"u8);
            json.WriteNumber("count"u8, count);
            json.WriteString("lastObservedTime"u8, now.ToString(MicroTime, CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
    }

    private static void WriteSubject(Utf8JsonWriter json, string member, EventSubject subject)
    {
        json.WriteStartObject(member);
        json.WriteString("apiVersion"u8, subject.Target.Kind.ApiVersion);
        json.WriteString("kind"u8, subject.Target.Kind.Kind);
        json.WriteString("name"u8, subject.Target.Name);
        if (subject.Target.Namespace.Length > 0) json.WriteString("namespace"u8, subject.Target.Namespace);
        if (subject.Uid is not null) json.WriteString("uid"u8, subject.Uid);
        json.WriteEndObject();
    }

    /// <summary>Cuts between characters, since the limit is in bytes.</summary>
    private static string Cut(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= LongestNote) return note;
        var buffer = new byte[LongestNote - 3];
        Encoding.UTF8.GetEncoder().Convert(note, buffer, flush: false, out var used, out _, out _);
        return note[..used].TrimEnd() + "…";
    }

    private static ReadOnlyMemory<byte> Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
