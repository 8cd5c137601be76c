namespace GitOps.Configstore.Editing;

/// <summary>The caller may not make this change, though they may make others; nothing is committed.</summary>
public sealed class EditForbiddenException(string message) : Exception(message);
