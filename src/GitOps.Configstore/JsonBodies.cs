using System.Text;
using System.Text.Json.Nodes;
using GitOps.Configstore.Intake;
using GitOps.Model.Json;

namespace GitOps.Configstore;

/// <summary>Reads request bodies that may be any JSON, bounded, with an answer that says what is wrong.</summary>
internal static class JsonBodies
{
    /// <summary>Bytes of a body that becomes one document: a document may have 1 MiB, and may be written more roomily.</summary>
    public const int MaxDocumentBytes = 2 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The body, which may be null; or the status and the reason why it is none.</returns>
    public static async Task<(JsonNode? Body, int Status, string Reason)> ReadAsync(HttpContext context, int maxBytes, CancellationToken cancellation)
    {
        try
        {
            var text = Utf8.GetString(await context.RequestServices.GetRequiredService<CallerBodies>().ReadAsync(context, maxBytes, cancellation));
            return StrictJson.TryParse(text, out var body, out var reason)
                ? (body, StatusCodes.Status200OK, "")
                : (null, StatusCodes.Status400BadRequest, $"The body: {reason}");
        }
        catch (BodyRefusedException refused)
        {
            return (null, refused.Status, refused.Message);
        }
        catch (DecoderFallbackException)
        {
            return (null, StatusCodes.Status400BadRequest, "The body is not UTF-8.");
        }
    }

    /// <returns>The object, or the answer to give when it is none.</returns>
    public static async Task<(JsonObject? Body, IResult? Refusal)> ReadObjectAsync(HttpContext context, int maxBytes, CancellationToken cancellation)
    {
        var (body, status, reason) = await ReadAsync(context, maxBytes, cancellation);
        if (status != StatusCodes.Status200OK) return (null, Results.Problem(reason, statusCode: status));
        return body is JsonObject found ? (found, null) : (null, Answers.BadRequest("The body must be a JSON object."));
    }
}
