namespace GitOps.Configstore.GitApi;

/// <summary>Body of <c>POST …/ssh</c>.</summary>
/// <param name="PublicKey">A line as in authorized_keys.</param>
/// <param name="Type"><c>workspace</c> or <c>sls-api</c> for the system's own keys; null for a person's.</param>
/// <param name="Title">Of a person's key.</param>
public sealed record KeyRequest(string? PublicKey, string? Type, string? Title);
