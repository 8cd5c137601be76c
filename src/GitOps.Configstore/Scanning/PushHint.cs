namespace GitOps.Configstore.Scanning;

/// <summary>
/// What a signed push said. A hint only: deliveries are late, doubled and out of order, so the branch itself is read before
/// anything is believed.
/// </summary>
/// <param name="Environment">Whose branch it went to.</param>
/// <param name="After">The commit that the push left.</param>
/// <param name="IsExternal">Whether any of its commits is by somebody else than the system's own bots.</param>
public sealed record PushHint(EnvironmentName Environment, string After, bool IsExternal);
