using System.Globalization;

namespace GitOps.Benchmarks.Measuring;

/// <summary>What the kernel accounts to one process: processor time and memory, read from <c>/proc</c> (Linux).</summary>
/// <param name="Cpu">User and system time since the process began.</param>
/// <param name="ResidentBytes">Physical memory now.</param>
public readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes)
{
    /// <summary>The kernel counts processor time in units of 10 ms, whatever its own tick is.</summary>
    private const double TicksPerSecond = 100;

    public static ProcessUsage Of(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        // The second field is the program's name in parentheses and may hold spaces.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        var resident = File.ReadLines($"/proc/{processId}/status")
            .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        return new ProcessUsage(
            TimeSpan.FromSeconds(ticks / TicksPerSecond),
            long.Parse(resident.Split('\t')[^1], CultureInfo.InvariantCulture) * 1024);
    }
}
