namespace GitOps.Configstore.Editing;

/// <summary>What was to be changed is not there; nothing is committed.</summary>
public sealed class EditNotFoundException(string message) : Exception(message);
