using System.Text.Json.Nodes;
using GitOps.Sandbox.Cluster.Resources;

namespace GitOps.Sandbox.Cluster.Tables;

/// <summary>Makes <c>meta.k8s.io/v1</c> tables and the metadata-only form of objects.</summary>
internal static class TableWriter
{
    /// <param name="include">What a row carries besides its cells: <c>None</c>, <c>Metadata</c> or <c>Object</c>.</param>
    public static JsonObject Table(ApiResource resource, IEnumerable<JsonObject> values, JsonObject metadata, string include, DateTimeOffset now, bool withColumns = true)
    {
        var columns = ResourceTables.For(resource);
        var rows = new JsonArray();
        foreach (var value in values)
        {
            var row = new JsonObject { ["cells"] = new JsonArray(columns.Select(column => column.Cell(value, now)).ToArray()) };
            if (include == "Object")
                row["object"] = value.DeepClone();
            else if (include != "None")
                row["object"] = PartialMetadata(value);
            rows.Add(row);
        }
        JsonArray? definitions = null;
        if (withColumns)
        {
            definitions = new JsonArray(columns.Select(column => (JsonNode?)new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = column.Type,
                ["format"] = column.Name == "Name" ? "name" : "",
                ["description"] = "",
                ["priority"] = column.Priority,
            }).ToArray());
        }
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = definitions,
            ["rows"] = rows,
        };
    }

    public static JsonObject PartialMetadata(JsonObject value) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = value["metadata"]?.DeepClone(),
    };
}
