namespace GitOps.Model.Json;

/// <summary>A patch that cannot be applied; nothing of it was. The message says which operation, and why.</summary>
public sealed class JsonPatchException(string message, bool isMalformed) : Exception(message)
{
    /// <summary>The patch itself is wrong, whatever it is applied to. Otherwise the document is not as it expects.</summary>
    public bool IsMalformed => isMalformed;
}
