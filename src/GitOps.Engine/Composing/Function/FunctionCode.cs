using System.Text;
using GitOps.Model.Serverless;
using GitOps.Model.Snapshots;
using GitOps.Model.Validation;

namespace GitOps.Engine.Composing.Function;

/// <summary>The files of one function: what lies beside its <c>serverless.yml</c>.</summary>
internal static class FunctionCode
{
    /// <summary>A config map holds less than 1 MiB with all that is around the content.</summary>
    public const int MaxBytes = 900 * 1024;

    public const int MaxFiles = 200;

    /// <summary>Path below the function's folder to text, ordered; null, with problems added, when they cannot be deployed.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Of(ServerlessService service, RepositorySnapshot repository, ProblemList problems)
    {
        var folder = service.Folder + "/";
        var unreadable = repository.CodeProblems.Where(problem => problem.Path == "$" && Concerns(problem.File, folder)).ToList();
        if (unreadable.Count > 0)
        {
            problems.AddRange(unreadable);
            return null;
        }
        KeyValuePair<string, string>[] files =
        [
            .. repository.Code.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal))
                .Select(file => KeyValuePair.Create(file.Key[folder.Length..], file.Value))
                .OrderBy(file => file.Key, StringComparer.Ordinal),
        ];
        if (files.FirstOrDefault(file => file.Key.Split('/').Any(part => part is "" or "." or "..")).Key is { } path)
        {
            problems.Add(service.File, "$", $"'{path}' is no path of a file below the function's folder.");
            return null;
        }
        var bytes = files.Sum(file => Encoding.UTF8.GetByteCount(file.Value));
        if (files.Length > MaxFiles || bytes > MaxBytes)
        {
            problems.Add(service.File, "$", $"The function has {files.Length} files with {bytes} bytes; {MaxFiles} with {MaxBytes} can be deployed.");
            return null;
        }
        return files;
    }

    // A problem of the whole repository is one of each of its functions.
    private static bool Concerns(string file, string folder) =>
        file == "functions" || file.StartsWith("functions/" + folder, StringComparison.Ordinal) || file == "functions/" + folder.TrimEnd('/');
}
