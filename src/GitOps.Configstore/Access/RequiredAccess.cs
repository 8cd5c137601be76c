namespace GitOps.Configstore.Access;

/// <summary>Metadata of a route: the permission that its callers need.</summary>
public sealed record RequiredAccess(Permission Permission)
{
    /// <summary>What callers of a route need; what a route does not say itself follows from its method and from whether it is about a producer.</summary>
    /// <param name="declared">What it says itself.</param>
    /// <param name="isOfAProducer">Whether its path names one. A route that is about no producer and says nothing is nobody's: forgetting to say it opens nothing.</param>
    /// <param name="method">Of the request.</param>
    public static Permission Of(RequiredAccess? declared, bool isOfAProducer, string method) => declared?.Permission
        ?? (!isOfAProducer ? Permission.Operator : HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Permission.Read : Permission.Write);
}
