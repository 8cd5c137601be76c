using System.ComponentModel.DataAnnotations;

namespace GitOps.Configstore.GitApi;

/// <summary>A list of components whose pods have keys.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PodTypesAttribute() : ValidationAttribute("must be workspace, sls-api, or both")
{
    public override bool IsValid(object? value) => value is IEnumerable<string> types && types.All(SystemKeyTitle.Types.Contains);

    public override string FormatErrorMessage(string name) => ErrorMessageString;
}
