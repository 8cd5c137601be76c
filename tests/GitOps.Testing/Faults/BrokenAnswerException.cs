namespace GitOps.Testing.Faults;

/// <summary>A proxy breaks an answer off, as it was told to.</summary>
internal sealed class BrokenAnswerException(string message) : Exception(message);
