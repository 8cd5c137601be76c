namespace GitOps.Sandbox.Forge.Access;

/// <summary>A request named somebody and did not prove it.</summary>
internal sealed class SignInException() : Exception("invalid username, password or token");
