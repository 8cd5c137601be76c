using GitOps.Model.LunchBadger;
using GitOps.Model.Validation;

namespace GitOps.Model.Hosts;

/// <summary>Finds service endpoints that lead to what is not for an environment: in a namespace that producers share, names are all that keeps them apart.</summary>
internal static class ServiceEndpointCheck
{
    public static void Check(LunchBadgerProject project, DestinationCheck destinations)
    {
        foreach (var endpoint in project.ServiceEndpoints)
        {
            var urls = JsonPath.Member(endpoint.Source.GetPath(), "urls");
            for (var i = 0; i < endpoint.Urls.Count; i++) destinations.CheckUrl(endpoint.Urls[i], WebUrl.Web, JsonPath.Element(urls, i), "");
        }
    }
}
