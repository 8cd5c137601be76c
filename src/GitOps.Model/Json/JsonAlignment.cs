using System.Text.Json.Nodes;

namespace GitOps.Model.Json;

/// <summary>Says which elements of an array became which of another.</summary>
internal static class JsonAlignment
{
    /// <summary>Pairs in the order of the result; an element that goes has no place after, a new one none before. Those that stay stay in order.</summary>
    public static IReadOnlyList<(int? Before, int? After)> Of(JsonArray before, JsonArray after)
    {
        var anchors = Anchors(before, after);
        var pairs = new List<(int?, int?)>();
        var (i, j) = (0, 0);
        foreach (var (before_, after_) in anchors.Append((before.Count, after.Count)))
        {
            // As many as before between two that are known: they are taken for the same, changed.
            if (before_ - i == after_ - j)
            {
                while (i < before_) pairs.Add((i++, j++));
            }
            while (i < before_) pairs.Add((i++, null));
            while (j < after_) pairs.Add((null, j++));
            if (i < before.Count && j < after.Count) pairs.Add((i++, j++));
        }
        return pairs;
    }

    /// <summary>The most pairs of same elements that keep their order.</summary>
    private static List<(int, int)> Anchors(JsonArray before, JsonArray after)
    {
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < before.Count; i++)
        {
            var key = Identity(before[i]);
            if (!places.TryGetValue(key, out var queue)) places[key] = queue = new Queue<int>();
            queue.Enqueue(i);
        }
        // Longest increasing subsequence of the places before, by patience sorting.
        var (tops, matches, previous) = (new List<int>(), new List<(int Before, int After)>(), new List<int>());
        for (var j = 0; j < after.Count; j++)
        {
            if (!places.TryGetValue(Identity(after[j]), out var queue) || !queue.TryDequeue(out var i)) continue;
            // The tops' places rise from pile to pile.
            var (pile, end) = (0, tops.Count);
            while (pile < end)
            {
                var middle = (pile + end) / 2;
                if (matches[tops[middle]].Before < i) pile = middle + 1;
                else end = middle;
            }
            previous.Add(pile == 0 ? -1 : tops[pile - 1]);
            matches.Add((i, j));
            if (pile == tops.Count) tops.Add(matches.Count - 1);
            else tops[pile] = matches.Count - 1;
        }
        var anchors = new List<(int, int)>();
        for (var match = tops.Count == 0 ? -1 : tops[^1]; match >= 0; match = previous[match]) anchors.Add(matches[match]);
        anchors.Reverse();
        return anchors;
    }

    private static string Identity(JsonNode? element) =>
        element is JsonObject entity && entity["id"] is JsonValue id ? $"id {id.ToJsonString()}" : $"is {element?.ToJsonString()}";
}
