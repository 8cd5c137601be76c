using System.ComponentModel.DataAnnotations;
using GitOps.Hosting.Settings;
using Microsoft.Extensions.Configuration;
using DescriptionAttribute = System.ComponentModel.DescriptionAttribute;
using RangeAttribute = System.ComponentModel.DataAnnotations.RangeAttribute;

namespace GitOps.Hosting.Tests.Settings;

internal sealed class SampleSettings
{
    [ConfigurationKeyName("SAMPLE_URL"), Required, DescriptionAttribute("Where it is")]
    public Uri Url { get; set; } = null!;

    [ConfigurationKeyName("SAMPLE_INTERVAL"), Duration("s", 1, 60), DescriptionAttribute("How often")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    [ConfigurationKeyName("SAMPLE_SIZE"), RangeAttribute(1, 10), Unit("bytes"), DescriptionAttribute("How large")]
    public int Size { get; set; } = 7;

    [ConfigurationKeyName("SAMPLE_NAMES"), DescriptionAttribute("Which")]
    public IReadOnlyList<string> Names { get; set; } = [];

    [ConfigurationKeyName("SAMPLE_SECRET"), Secret, Required, MinLength(10), DescriptionAttribute("What nobody knows")]
    public string Secret { get; set; } = "";
}
