namespace GitOps.Configstore.Intake;

/// <summary>A request's body was not read to its end.</summary>
public sealed class BodyRefusedException : Exception
{
    private BodyRefusedException(int status, string message)
        : base(message) => Status = status;

    /// <summary>What the caller is answered.</summary>
    public int Status { get; }

    internal static BodyRefusedException TooLarge(int maxBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, $"The body is larger than the {maxBytes} bytes that this route takes.");

    internal static BodyRefusedException TooSlow(TimeSpan patience) =>
        new(StatusCodes.Status408RequestTimeout, $"The body did not come within {patience.TotalSeconds:0} s. Send it again.");

    internal static BodyRefusedException GaveWay() =>
        new(StatusCodes.Status503ServiceUnavailable, "Too many bodies were on their way, and this one had to make room. Send it again.");
}
