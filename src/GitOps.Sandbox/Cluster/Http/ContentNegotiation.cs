using GitOps.Sandbox.Cluster.Errors;

namespace GitOps.Sandbox.Cluster.Http;

/// <summary>Reads <c>Accept</c> in the client's order of preference.</summary>
internal static class ContentNegotiation
{
    private static readonly string[] Offered = ["application/json"];

    /// <exception cref="ApiException">406 when the client takes nothing that this server writes.</exception>
    public static Representation Choose(string? accept, bool allowsTransform)
    {
        if (string.IsNullOrWhiteSpace(accept))
            return Representation.Object;
        foreach (var clause in accept.Split(','))
        {
            var parts = clause.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is not ("application/json" or "*/*" or "application/*" or "application/yaml"))
                continue;
            var form = parts.FirstOrDefault(part => part.StartsWith("as=", StringComparison.Ordinal))?[3..];
            switch (form)
            {
                case null:
                    return Representation.Object;
                case "Table" when allowsTransform:
                    return Representation.Table;
                case "PartialObjectMetadata" or "PartialObjectMetadataList" when allowsTransform:
                    return Representation.PartialMetadata;
            }
        }
        throw ApiErrors.NotAcceptable(Offered);
    }
}
