using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace GitOps.Sandbox.Forge.Git;

/// <summary>
/// Reads objects that are not loose through long-lived <c>git cat-file --batch</c> processes, one per repository and
/// a few at most: the one unused longest makes room. Needed only where somebody ran <c>git gc</c> in a repository.
/// </summary>
internal sealed class CatFile(GitProgram git) : IDisposable
{
    private const int MostProcesses = 4;
    private readonly Lock _gate = new();
    private readonly List<(string Repository, Process Process)> _processes = [];

    public GitObject? TryRead(string repositoryPath, string id)
    {
        lock (_gate)
        {
            var process = Take(repositoryPath);
            process.StandardInput.BaseStream.Write(Encoding.ASCII.GetBytes(id + "\n"));
            process.StandardInput.BaseStream.Flush();
            var answer = process.StandardOutput.BaseStream;
            var header = ReadLine(answer).Split(' ');
            if (header is not [_, var kind, var size])
            {
                return null;
            }

            var content = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
            answer.ReadExactly(content);
            answer.ReadByte();
            return new GitObject(ObjectStore.KindOf(kind), content);
        }
    }

    /// <summary>Ends the process of a repository that is about to be deleted.</summary>
    public void Forget(string repositoryPath)
    {
        lock (_gate)
        {
            foreach (var entry in _processes.Where(entry => entry.Repository == repositoryPath).ToArray())
            {
                _processes.Remove(entry);
                End(entry.Process);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _processes.ForEach(entry => End(entry.Process));
            _processes.Clear();
        }
    }

    private Process Take(string repositoryPath)
    {
        var at = _processes.FindIndex(entry => entry.Repository == repositoryPath);
        if (at >= 0)
        {
            var entry = _processes[at];
            _processes.RemoveAt(at);
            if (!entry.Process.HasExited)
            {
                _processes.Add(entry);
                return entry.Process;
            }

            entry.Process.Dispose();
        }

        if (_processes.Count == MostProcesses)
        {
            End(_processes[0].Process);
            _processes.RemoveAt(0);
        }

        var process = git.Start(repositoryPath, ["cat-file", "--batch"]);
        _processes.Add((repositoryPath, process));
        return process;
    }

    private static string ReadLine(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next != '\n'; next = stream.ReadByte())
        {
            if (next < 0)
            {
                throw new GitException("git cat-file ended in the middle of an answer. See the forge's log for its message.");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    private static void End(Process process)
    {
        // It ends by itself when its input does.
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            process.Kill();
        }

        process.Dispose();
    }
}
