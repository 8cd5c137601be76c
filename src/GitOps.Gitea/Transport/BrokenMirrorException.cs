namespace GitOps.Gitea.Transport;

/// <summary>A mirror does not hold what it should. It is made anew once before anybody hears of it.</summary>
internal sealed class BrokenMirrorException(string message) : Exception(message);
