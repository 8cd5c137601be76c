using GitOps.Testing.ControlPlane;

/// <summary>Ends the control plane that the tests of this assembly share.</summary>
[SetUpFixture]
#pragma warning disable CA1050 // NUnit runs a set-up fixture outside of any namespace once for the whole assembly.
public sealed class AssemblyTeardown : SharedKubernetesApiServerTeardown;
#pragma warning restore CA1050
