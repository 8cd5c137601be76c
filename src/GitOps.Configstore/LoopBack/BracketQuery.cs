using System.Text.Json.Nodes;

namespace GitOps.Configstore.LoopBack;

/// <summary>Reads nested members from a query: <c>filter[include]=properties&amp;filter[include]=relations&amp;filter[where][name]=Car</c>.</summary>
internal static class BracketQuery
{
    private const int MaxDepth = 8;

    /// <summary>The object that a parameter's members are; several of one name are an array, and so are numbered ones.</summary>
    public static JsonObject Read(IQueryCollection query, string parameter)
    {
        var root = new JsonObject();
        foreach (var (key, values) in query)
        {
            if (!key.StartsWith(parameter + "[", StringComparison.Ordinal) || !key.EndsWith(']')) continue;
            var path = key[(parameter.Length + 1)..^1].Split("][");
            while (path.Length > 1 && (path[^1].Length == 0 || path[^1].All(char.IsAsciiDigit))) path = path[..^1];
            if (path.Length <= MaxDepth) Add(root, path, values);
        }
        return root;
    }

    private static void Add(JsonObject target, string[] path, IEnumerable<string?> values)
    {
        foreach (var member in path[..^1])
        {
            if (target[member] is not JsonObject below) target[member] = below = [];
            target = below;
        }
        foreach (var value in values)
        {
            switch (target[path[^1]])
            {
                case null:
                    target[path[^1]] = value;
                    break;
                case JsonArray several:
                    several.Add(value);
                    break;
                case { } first:
                    target[path[^1]] = new JsonArray(first.DeepClone(), value);
                    break;
            }
        }
    }
}
