using System.Net;

namespace GitOps.Actualizer.Configstore;

/// <summary>What an operator is told of an answer of the configstore that is none.</summary>
internal static class Refusals
{
    public static string Describe(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized =>
            "the configstore does not know this actualizer (401). Nothing is changed until it does: give CONFIGSTORE_TOKEN one of the configstore's SERVICE_TOKENS",
        HttpStatusCode.Forbidden =>
            "the configstore takes this actualizer for somebody who may not see everything (403). Nothing is changed until it may: give CONFIGSTORE_TOKEN one of the configstore's SERVICE_TOKENS",
        _ => $"the configstore answered {(int)status}",
    };
}
