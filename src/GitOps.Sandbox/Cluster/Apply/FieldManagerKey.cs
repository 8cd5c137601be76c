namespace GitOps.Sandbox.Cluster.Apply;

/// <summary>Who owns fields, and by which kind of write. An applier has one entry, whichever version it applied.</summary>
/// <param name="ApiVersion">Empty for appliers.</param>
internal readonly record struct FieldManagerKey(string Manager, FieldOperation Operation, string ApiVersion)
{
    public static FieldManagerKey Applier(string manager) => new(manager, FieldOperation.Apply, "");

    public static FieldManagerKey Updater(string manager, string apiVersion) => new(manager, FieldOperation.Update, apiVersion);

    /// <summary>The form of conflict messages.</summary>
    public override string ToString() =>
        Operation == FieldOperation.Update ? $"\"{Manager}\" using {ApiVersion}" : $"\"{Manager}\"";
}
