using System.Globalization;

namespace GitOps.Configstore.WorkspaceApi;

/// <summary>The script that LoopBack loads beside a model's definition, as a new model gets it.</summary>
internal static class ModelScript
{
    public static string Of(string model)
    {
        var parameter = string.Concat(model.Split('-', '_').Where(word => word.Length > 0)
            .Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
        return $"'use strict';\n\nmodule.exports = {parameter} => {{\n  // Hooks and remote methods of {model}.\n}};\n";
    }
}
