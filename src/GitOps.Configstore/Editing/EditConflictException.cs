namespace GitOps.Configstore.Editing;

/// <summary>What is there is not as the edit expects it; nothing is committed.</summary>
public sealed class EditConflictException(string message) : Exception(message);
