using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Model.Json;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GitOps.Configstore.LoopBack;

/// <summary>Answers as LoopBack 3 gives them, for clients of the predecessor: <c>{error:{statusCode,name,message,code?,details?}}</c>.</summary>
internal static class LoopBackAnswers
{
    public static IResult Json(JsonNode? value, int status = StatusCodes.Status200OK) =>
        Results.Text(value?.ToJsonString(StrictJson.Writing) ?? "null", "application/json", statusCode: status);

    public static IResult Error(int status, string message, string name = "Error", string? code = null, JsonNode? details = null)
    {
        var error = new JsonObject { ["statusCode"] = status, ["name"] = name, ["message"] = message };
        if (code is not null) error["code"] = code;
        if (details is not null) error["details"] = details;
        return Json(new JsonObject { ["error"] = error }, status);
    }

    public static IResult UnknownInstance(string model, string id) =>
        Error(StatusCodes.Status404NotFound, $"Unknown \"{model}\" id \"{id}\".", code: "MODEL_NOT_FOUND");

    /// <summary>An answer of ours as LoopBack would have given it.</summary>
    public static IResult Of(IResult refusal) => refusal is ProblemHttpResult { ProblemDetails: { } problem } found
        ? Error(found.StatusCode, problem.Detail ?? problem.Title ?? "The request was refused.")
        : refusal;

    /// <summary>What became of an edit; the revision is in the headers as everywhere.</summary>
    public static IResult Of(HttpContext context, string model, EditOutcome outcome, Func<Revision, IResult> success) => outcome switch
    {
        EditOutcome.Invalid invalid => Invalid(model, invalid.Problems),
        _ => Of(EditAnswers.ToResult(context, outcome, success)),
    };

    /// <summary>422 as LoopBack's validation gives it, with all problems beside.</summary>
    private static IResult Invalid(string model, IReadOnlyList<Problem> problems)
    {
        var (codes, messages) = (new JsonObject(), new JsonObject());
        foreach (var group in problems.GroupBy(problem => problem.Path, StringComparer.Ordinal))
        {
            codes[group.Key] = new JsonArray([.. group.Select(_ => JsonValue.Create("invalid"))]);
            messages[group.Key] = new JsonArray([.. group.Select(problem => JsonValue.Create(problem.Reason))]);
        }
        return Error(
            StatusCodes.Status422UnprocessableEntity,
            $"The `{model}` instance is not valid. Details: {string.Join("; ", problems.Select(problem => $"`{problem.Path}` {problem.Reason}"))}",
            "ValidationError",
            details: new JsonObject { ["context"] = model, ["codes"] = codes, ["messages"] = messages, ["problems"] = EditAnswers.ToJson(problems) });
    }
}
