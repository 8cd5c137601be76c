using GitOps.Configstore.GitApi;
using GitOps.Configstore.Tests.World;
using GitOps.Model.Names;
using GitOps.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Configstore.Tests.GitApi;

/// <summary>Whose keys are still to be looked at. Without an actualizer nobody looks but the test.</summary>
public sealed class StaleKeyMarksTests
{
    private static readonly KeyHolder Al = KeyHolder.Of(ProducerName.Parse("al"), ProjectName.Main, SystemKeyTitle.Workspace);

    [Test]
    public async Task Replace_OfAMarkThatWasMadeAnewMeanwhile_LeavesTheNewOne()
    {
        await using var world = await GiteaAndConfigstore.StartAsync(("POD_KEY_CHECK", "0.1"));
        var marks = world.Configstore.Services.GetRequiredService<StaleKeyMarks>();
        marks.Add(Al);
        var looked = await DueAsync(marks);

        // A pod adds a key while the look goes on, and the look finds nothing more to do.
        marks.Add(Al);
        marks.Replace(Al, looked, null);

        var anew = await DueAsync(marks);
        Assert.That(anew, Is.Not.SameAs(looked));
        marks.Replace(Al, anew, null);
        Assert.That(marks.Due(), Is.Empty, "the look that knew of the new one ends it");
    }

    private static async Task<StaleKeyMark> DueAsync(StaleKeyMarks marks)
    {
        await Eventually.That(() => marks.Due(), Has.Count.EqualTo(1), "the mark is due");
        return marks.Due()[0].Mark;
    }
}
