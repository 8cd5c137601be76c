#pragma warning disable IDE0130, CA1050 // A set-up fixture counts for the whole assembly only outside of namespaces.

using GitOps.Actualizer.Tests.Support;

/// <summary>Ends the API server that the tests of this assembly share.</summary>
[SetUpFixture]
public sealed class AssemblyTeardown
{
    [OneTimeTearDown]
    public Task End() => SharedServer.EndAsync();
}
