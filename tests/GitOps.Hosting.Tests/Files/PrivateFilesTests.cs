using System.Runtime.Versioning;
using GitOps.Hosting.Files;
using GitOps.Testing;

namespace GitOps.Hosting.Tests.Files;

[Platform(Exclude = "Win")]
[UnsupportedOSPlatform("windows")]
public sealed class PrivateFilesTests
{
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;

    [Test]
    public void CreateFolder_ParentsAreMissing_AllOfThemArePrivate()
    {
        using var directory = new TemporaryDirectory();
        PrivateFiles.CreateFolder(directory["a", "b", "c"]);

        Assert.That(((string[])[directory["a"], directory["a", "b"], directory["a", "b", "c"]]).Select(File.GetUnixFileMode), Is.All.EqualTo(Folder700));
    }

    [TestCase(FileMode.CreateNew)]
    [TestCase(FileMode.Create)]
    [TestCase(FileMode.OpenOrCreate)]
    [TestCase(FileMode.Append)]
    public void Open_NewFile_IsPrivate(FileMode mode)
    {
        using var directory = new TemporaryDirectory();
        using (var file = PrivateFiles.Open(directory["x"], mode, FileAccess.Write)) file.WriteByte(1);

        Assert.That(File.GetUnixFileMode(directory["x"]), Is.EqualTo(File600));
    }

    [Test]
    public void Protect_FilesFromBefore_AreTakenFromOthersAndLinksAreNotFollowed()
    {
        using var directory = new TemporaryDirectory();
        using var outside = new TemporaryDirectory();
        var secret = directory.Write("a/secret", "s");
        var script = directory.Write("a/script", "s");
        var others = outside.Write("others", "o");
        File.SetUnixFileMode(directory["a"], Folder700 | UnixFileMode.GroupRead | UnixFileMode.OtherExecute);
        File.SetUnixFileMode(secret, File600 | UnixFileMode.OtherRead);
        File.SetUnixFileMode(script, Folder700 | UnixFileMode.GroupExecute);
        File.SetUnixFileMode(others, File600 | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(directory["a", "link"], others);

        PrivateFiles.Protect(directory.Path);

        Assert.That(
            (File.GetUnixFileMode(directory["a"]), File.GetUnixFileMode(secret), File.GetUnixFileMode(script), File.GetUnixFileMode(others)),
            Is.EqualTo((Folder700, File600, Folder700, File600 | UnixFileMode.OtherRead)));
    }
}
