using GitOps.Model.Validation;

namespace GitOps.Model.Documents;

/// <summary>Finds service endpoints that lead to what other environments run: in a namespace that producers share, names are all that keeps them apart.</summary>
public static class ServiceEndpointCheck
{
    /// <param name="documents">Whose project is checked.</param>
    /// <param name="hosts">What counts as the environment's own.</param>
    /// <param name="isNamespace">Whether a label is a namespace that producers' components run in.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static void Check(EnvironmentDocuments documents, ClusterHosts hosts, Func<string, bool> isNamespace, ProblemList problems)
    {
        foreach (var endpoint in documents.Project.ServiceEndpoints)
        {
            var urls = JsonPath.Member(endpoint.Source.GetPath(), "urls");
            for (var i = 0; i < endpoint.Urls.Count; i++)
            {
                if (hosts.IsForeign(endpoint.Urls[i], isNamespace))
                    problems.Add(new Problem(EnvironmentDocuments.ProjectFile, JsonPath.Element(urls, i), "Leads to something in the cluster that does not belong to this environment.") { Hint = "Name a host outside of the cluster. Models and functions of this environment need no service endpoint: connect them to a pipeline." });
            }
        }
    }
}
