using System.Text.Json.Nodes;
using GitOps.Configstore.Editing;
using GitOps.Configstore.ProjectApi;
using GitOps.Configstore.Tests.World;
using Microsoft.Extensions.DependencyInjection;

namespace GitOps.Configstore.Tests.ProjectApi;

/// <summary>Who may switch an environment off and on, whichever way the project is written.</summary>
public sealed class DisabledFlagTests
{
    private static readonly string Off = SampleProject.Text.Replace("{\"id\":\"al-dev\",", "{\"id\":\"al-dev\",\"disabled\":true,", StringComparison.Ordinal);

    [Test]
    public async Task Edit_ByATenant_CannotSwitchOn()
    {
        await using var al = await EditableEnvironment.StartAsync(Off);

        var outcome = await EditAsync(al, project => project.Remove("disabled"));

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Forbidden>());
        Assert.That(await al.ReadProjectAsync(), Is.EqualTo(Off));
    }

    [Test]
    public async Task Edit_ByATenant_CannotSwitchOff()
    {
        await using var al = await EditableEnvironment.StartAsync(SampleProject.Text);

        var outcome = await EditAsync(al, project => project["disabled"] = true);

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Forbidden>());
    }

    [Test]
    public async Task WriteOfTheFile_ByATenant_CannotSwitch()
    {
        await using var al = await EditableEnvironment.StartAsync(Off);

        var on = await al.EditAsync(draft =>
        {
            draft.Write(EditableEnvironment.ProjectFile, EditableEnvironment.Wrap(SampleProject.Text));
            return new("Switch on");
        });
        var gone = await al.EditAsync(draft =>
        {
            draft.Delete(EditableEnvironment.ProjectFile);
            return new("Delete the file");
        });

        Assert.That(new[] { on, gone }, Is.All.InstanceOf<EditOutcome.Forbidden>());
        Assert.That(await al.ReadProjectAsync(), Is.EqualTo(Off));
    }

    [Test]
    public async Task Edit_ByATenantOfOneFlagOfTwo_IsForbiddenThoughItStaysOff()
    {
        await using var al = await EditableEnvironment.StartAsync(Off);
        var documents = al.World.Configstore.Services.GetRequiredService<ProjectDocuments>();
        await documents.SwitchAsync(al.Place, null, al.Caller(isOperator: true), besideModels: true, inside: null, default);

        var inside = await EditAsync(al, project => project.Remove("disabled"));
        var gone = await documents.DeleteAsync(al.Place, null, al.Caller(), _ => true, default);
        var beside = await al.EditAsync(draft =>
        {
            draft.Write(EditableEnvironment.ProjectFile, EditableEnvironment.Wrap(Off));
            return new("Take back the flag beside the models");
        });

        Assert.That(new[] { inside, gone, beside }, Is.All.InstanceOf<EditOutcome.Forbidden>());
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Edit_ByATenantOfWhatElseThereIs_LeavesItOff()
    {
        await using var al = await EditableEnvironment.StartAsync(Off);

        var outcome = await EditAsync(al, project => project["zoom"] = 2);

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Committed>());
        Assert.That(await al.ReadProjectAsync(), Is.EqualTo(Off.Replace("1.50", "2", StringComparison.Ordinal)));
    }

    [Test]
    public async Task Delete_ByATenantOfAProjectThatIsOff_IsForbidden()
    {
        await using var al = await EditableEnvironment.StartAsync(Off);
        var documents = al.World.Configstore.Services.GetRequiredService<ProjectDocuments>();

        var outcome = await documents.DeleteAsync(al.Place, null, al.Caller(), _ => true, default);

        Assert.That(outcome, Is.InstanceOf<EditOutcome.Forbidden>());
    }

    [Test]
    public async Task Switch_OnWithAnInvalidProject_NamesItsProblemsAndStaysOff()
    {
        await using var al = await EditableEnvironment.StartAsync(Off.Replace("\"toId\":\"p1\"", "\"toId\":\"nowhere\"", StringComparison.Ordinal));

        using var answer = await al.World.Client.SendAsync(HttpMethod.Put, "/producers/al/envs/dev/project/disabled", """{"disabled":false}""");

        var problem = (await answer.ReadJsonAsync())!["problems"]![0]!;
        Assert.That((int)answer.StatusCode, Is.EqualTo(422));
        Assert.That((string)problem["path"]!, Is.EqualTo("$.connections[0].toId"));
        Assert.That((string?)problem["hint"], Does.Contain("Remove the connection"));
        Assert.That(await al.HistoryAsync(), Has.Count.EqualTo(1));
    }

    private static Task<EditOutcome> EditAsync(EditableEnvironment al, Action<JsonObject> edit) =>
        al.World.Configstore.Services.GetRequiredService<ProjectDocuments>().EditAsync(al.Place, null, al.Caller(), document =>
        {
            var project = (JsonObject)document.Project!.DeepClone();
            edit(project);
            return (project, "Edit");
        }, default);
}
