namespace GitOps.Configstore.Scanning;

/// <summary>A scan read all but some repositories; those are read again by the next one.</summary>
public sealed class ScanIncompleteException(int repositories)
    : Exception($"{repositories} repositories could not be read; each is named in the log, and read again by the next scan.");
