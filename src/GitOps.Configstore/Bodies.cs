using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GitOps.Configstore.Intake;

namespace GitOps.Configstore;

/// <summary>Reads the JSON bodies of requests, bounded, with an answer that says what is wrong.</summary>
internal static class Bodies
{
    private const int MaxBytes = 1024 * 1024;

    /// <returns>The body, or the answer to give when it is none.</returns>
    public static async Task<(T? Body, IResult? Refusal)> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> json, CancellationToken cancellation)
        where T : class
    {
        try
        {
            var bytes = await context.RequestServices.GetRequiredService<CallerBodies>().ReadAsync(context, MaxBytes, cancellation);
            return JsonSerializer.Deserialize(new MemoryStream(bytes), json) is { } body ? (body, null) : (null, Answers.BadRequest("The body is null; a JSON object is expected."));
        }
        catch (BodyRefusedException refused)
        {
            return (null, Answers.Refused(context, refused));
        }
        catch (JsonException malformed)
        {
            return (null, Answers.BadRequest($"The body is not what this route takes: {malformed.Message}"));
        }
    }
}
