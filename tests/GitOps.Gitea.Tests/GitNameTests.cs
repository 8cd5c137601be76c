using GitOps.Gitea.Objects;

namespace GitOps.Gitea.Tests;

/// <summary>Held to git's own rules: each name that git refuses to take into its index, and neighbours that it takes.</summary>
public sealed class GitNameTests
{
    [TestCase(".git")]
    [TestCase(".GIT")]
    [TestCase(".git.")]
    [TestCase(".git . ")]
    [TestCase(".git::$INDEX_ALLOCATION")]
    [TestCase(".git\\x")]
    [TestCase("git~1")]
    [TestCase("GiT~1 ")]
    [TestCase(".\u200cgit")]
    [TestCase(".git\ufeff")]
    [TestCase(".g\u202ai\u206ft")]
    [TestCase("\u200dg\u200eit~1")]
    public void IsRepository_WhatAFileSystemTakesForIt_IsTrue(string name) => Assert.That(GitName.IsRepository(name), Is.True);

    [TestCase(".gitignore")]
    [TestCase(".gitmodules")]
    [TestCase(".gi")]
    [TestCase("git")]
    [TestCase("git~2")]
    [TestCase("git~10")]
    [TestCase(".git-x")]
    [TestCase("a.git")]
    [TestCase("")]
    [TestCase(".g\u200bit")]
    public void IsRepository_Others_IsFalse(string name) => Assert.That(GitName.IsRepository(name), Is.False);
}
