using GitOps.Sandbox.Cluster.Errors;

namespace GitOps.Sandbox.Cluster.Validation;

/// <summary>Collects what is wrong with an object, in the form of the causes of an Invalid status.</summary>
internal sealed class FieldErrors
{
    private readonly List<StatusCause> _causes = [];

    public IReadOnlyList<StatusCause> Causes => _causes;

    public void Required(string field, string detail = "") =>
        _causes.Add(new StatusCause("FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}", field));

    /// <param name="value">In its printed form, for example with quotes around a text.</param>
    public void Invalid(string field, string value, string detail) =>
        _causes.Add(new StatusCause("FieldValueInvalid", $"Invalid value: {value}: {detail}", field));

    public void InvalidText(string field, string value, string detail) => Invalid(field, $"\"{value}\"", detail);

    public void Duplicate(string field, string value) =>
        _causes.Add(new StatusCause("FieldValueDuplicate", $"Duplicate value: {value}", field));

    public void NotFound(string field, string value) =>
        _causes.Add(new StatusCause("FieldValueNotFound", $"Not found: \"{value}\"", field));

    public void Forbidden(string field, string detail) =>
        _causes.Add(new StatusCause("FieldValueForbidden", $"Forbidden: {detail}", field));

    public void NotSupported(string field, string value, IEnumerable<string> supported) =>
        _causes.Add(new StatusCause("FieldValueNotSupported",
            $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(text => $"\"{text}\""))}", field));

    /// <summary>Adds the problem of a checked text, if it has one.</summary>
    public void Check(string field, string value, string? problem)
    {
        if (problem is not null)
            InvalidText(field, value, problem);
    }
}
