namespace GitOps.Kubernetes.Errors;

/// <summary>One of the faults of an <see cref="ApiStatus"/>.</summary>
/// <param name="Reason">Machine-readable, such as <c>FieldValueInvalid</c>.</param>
/// <param name="Field">Path in the object, such as <c>spec.replicas</c>; empty where it is about no field.</param>
/// <param name="Message">For people.</param>
public sealed record StatusCause(string Reason, string Field, string Message);
