using System.Text;
using System.Text.Json.Nodes;

namespace GitOps.Model.Json;

/// <summary>
/// Writes a changed document over the text that it was read from: what did not change stays byte for byte, with its order, white
/// space, escapes and spelling of numbers. Elements of arrays are known by their <c>id</c>.
/// </summary>
internal sealed class JsonRewriting
{
    private readonly byte[] _text;
    private readonly bool _indented;
    private readonly List<TextSplice> _splices = [];

    private JsonRewriting(byte[] text, bool indented) => (_text, _indented) = (text, indented);

    /// <summary>What must change in a text for it to be another value, in order.</summary>
    /// <param name="indented">Whether what is new in a document of several lines is written on several lines too.</param>
    public static IReadOnlyList<TextSplice> Differences(byte[] text, JsonNode? before, JsonNode? after, bool indented = false)
    {
        var rewriting = new JsonRewriting(text, indented);
        rewriting.Compare(JsonSpan.Parse(text), before, after);
        return rewriting._splices;
    }

    private void Compare(JsonSpan span, JsonNode? before, JsonNode? after)
    {
        if (JsonNode.DeepEquals(before, after)) return;
        switch (before, after)
        {
            case (JsonObject { Count: > 0 } old, JsonObject changed) when KeepsOrder(old, changed):
                CompareChildren(span, MembersOf(old, changed));
                break;
            case (JsonArray { Count: > 0 } old, JsonArray changed):
                CompareChildren(span, JsonAlignment.Of(old, changed).Select(pair => new Slot(
                    pair.Before, pair.Before is { } i ? old[i] : null, pair.After is { } j ? changed[j] : null, pair.After is not null, null)).ToList());
                break;
            default:
                _splices.Add(new TextSplice(span.Start, span.End, Render(after, span.Start)));
                break;
        }
    }

    private static bool KeepsOrder(JsonObject before, JsonObject after) =>
        before.Where(member => after.ContainsKey(member.Key)).Select(member => member.Key)
            .SequenceEqual(after.Where(member => before.ContainsKey(member.Key)).Select(member => member.Key));

    /// <summary>What there was and will be, in the order of the result; what goes stands before what follows it.</summary>
    private static List<Slot> MembersOf(JsonObject before, JsonObject after)
    {
        var slots = new List<Slot>();
        var names = before.Select(member => member.Key).ToList();
        var next = 0;
        foreach (var (name, value) in after)
        {
            var index = before.ContainsKey(name) ? names.IndexOf(name, next) : -1;
            for (; index >= 0 && next < index; next++) slots.Add(new Slot(next, before[names[next]], null, false, names[next]));
            slots.Add(new Slot(index < 0 ? null : index, index < 0 ? null : before[name], value, true, name));
            if (index >= 0) next = index + 1;
        }
        for (; next < names.Count; next++) slots.Add(new Slot(next, before[names[next]], null, false, names[next]));
        return slots;
    }

    private void CompareChildren(JsonSpan span, List<Slot> slots)
    {
        var (open, close) = (span.Start + 1, span.End - 1);
        // Where the text that is certain to stay ends, and what must be put there before the next that stays.
        var (at, isFirst, pending) = (open, true, new List<Slot>());
        var last = -1;
        foreach (var slot in slots)
        {
            if (slot.Before is { } index && slot.Stays)
            {
                var child = span.Children[index];
                if (pending.Count > 0 || index != last + 1)
                    _splices.Add(new TextSplice(at, child.Start, Between(span, pending, isFirst, index)));
                Compare(child.Value, slot.Old, slot.New);
                (at, isFirst, last) = (child.Value.End, false, index);
                pending.Clear();
            }
            else if (slot.Stays)
            {
                pending.Add(slot);
            }
        }
        if (pending.Count == 0 && last == span.Children.Count - 1) return;
        var end = span.Children.Count == 0 || (isFirst && pending.Count == 0) ? [] : _text[span.Children[^1].Value.End..close];
        _splices.Add(new TextSplice(at, close, [.. Join(span, pending, isFirst), .. end]));
    }

    /// <summary>What stands between the last that stayed and the next: what is new, and the separators.</summary>
    private byte[] Between(JsonSpan span, List<Slot> added, bool isFirst, int next)
    {
        var text = new MemoryStream();
        text.Write(Join(span, added, isFirst));
        if (!isFirst || added.Count > 0) text.WriteByte((byte)',');
        text.Write(Lead(span, isFirst && added.Count == 0 ? 0 : next));
        return text.ToArray();
    }

    private byte[] Join(JsonSpan span, List<Slot> added, bool isFirst)
    {
        var text = new MemoryStream();
        foreach (var slot in added)
        {
            if (!isFirst) text.WriteByte((byte)',');
            text.Write(Lead(span, isFirst ? 0 : span.Children.Count - 1));
            isFirst = false;
            if (slot.Name is not null)
            {
                text.Write(Encoding.UTF8.GetBytes(JsonValue.Create(slot.Name).ToJsonString(StrictJson.Writing)));
                text.Write(span.Children.Count > 0 ? Colon(span.Children[0]) : ":"u8);
            }
            text.Write(Render(slot.New, span.Children.Count > 0 ? span.Children[0].Start : span.Start));
        }
        return text.ToArray();
    }

    /// <summary>White space before a child.</summary>
    private ReadOnlySpan<byte> Lead(JsonSpan span, int index)
    {
        if (span.Children.Count == 0) return default;
        var end = span.Children[index].Start;
        var start = end;
        while (start > span.Start + 1 && _text[start - 1] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') start--;
        return _text.AsSpan(start, end - start);
    }

    /// <summary>The colon after a member's name, with the white space around it.</summary>
    private ReadOnlySpan<byte> Colon(JsonSpanChild member)
    {
        var end = member.Value.Start;
        var start = end;
        while (_text[start - 1] != '"') start--;
        return _text.AsSpan(start, end - start);
    }

    /// <param name="beside">Where in the text something stands whose line shows how far this value's lines are indented.</param>
    private byte[] Render(JsonNode? value, int beside)
    {
        var line = _text.AsSpan(0, beside).LastIndexOf((byte)'\n') + 1;
        // A value that shares its line with others, as in a document without any line break, is written on one.
        if (!_indented || value is null || !IsFirstOfItsLine(line, beside)) return Encoding.UTF8.GetBytes(value?.ToJsonString(StrictJson.Writing) ?? "null");
        var indentation = Encoding.UTF8.GetString(_text.AsSpan(line)[.._text.AsSpan(line).IndexOfAnyExcept((byte)' ', (byte)'\t')]);
        var lineBreak = line > 1 && _text[line - 2] == '\r' ? "\r\n" : "\n";
        return Encoding.UTF8.GetBytes(value.ToJsonString(StrictJson.Indented).Replace("\n", lineBreak + indentation, StringComparison.Ordinal));
    }

    /// <summary>Whether a line begins with the value that stands there, or with the member that the value is of.</summary>
    private bool IsFirstOfItsLine(int line, int value)
    {
        if (line == 0) return value == 0;
        var before = _text.AsSpan(line, value - line).Trim(" \t"u8);
        return before.IsEmpty || (before[0] == '"' && before[^1] == ':');
    }

    /// <param name="Before">Its place in the text; null of what is new.</param>
    /// <param name="Stays">Whether it is in the result.</param>
    private sealed record Slot(int? Before, JsonNode? Old, JsonNode? New, bool Stays, string? Name);
}
