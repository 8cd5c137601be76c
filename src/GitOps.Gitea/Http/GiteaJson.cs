using System.Text.Json;
using System.Text.Json.Serialization;
using GitOps.Gitea.Branches;
using GitOps.Gitea.Collaborators;
using GitOps.Gitea.Contents;
using GitOps.Gitea.Hooks;
using GitOps.Gitea.Keys;
using GitOps.Gitea.Objects;
using GitOps.Gitea.Organizations;
using GitOps.Gitea.Repositories;
using GitOps.Gitea.Statuses;
using GitOps.Gitea.Tokens;
using GitOps.Gitea.Users;

namespace GitOps.Gitea.Http;

/// <summary>
/// Reads and writes the API's JSON without reflection: snake_case, unknown members passed over, a missing or null
/// member that the house relies on is an error.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(GiteaVersion))]
[JsonSerializable(typeof(List<GiteaUser>))]
[JsonSerializable(typeof(SearchAnswer<GiteaUser>))]
[JsonSerializable(typeof(NewUser))]
[JsonSerializable(typeof(UserEdit))]
[JsonSerializable(typeof(List<PublicKey>))]
[JsonSerializable(typeof(List<DeployKey>))]
[JsonSerializable(typeof(NewKey))]
[JsonSerializable(typeof(List<AccessToken>))]
[JsonSerializable(typeof(NewToken))]
[JsonSerializable(typeof(List<GiteaRepository>))]
[JsonSerializable(typeof(SearchAnswer<GiteaRepository>))]
[JsonSerializable(typeof(NewRepository))]
[JsonSerializable(typeof(RepositoryEdit))]
[JsonSerializable(typeof(Migration))]
[JsonSerializable(typeof(List<Branch>))]
[JsonSerializable(typeof(List<GitReference>))]
[JsonSerializable(typeof(NewBranch))]
[JsonSerializable(typeof(List<ContentEntry>))]
[JsonSerializable(typeof(NewContent))]
[JsonSerializable(typeof(ContentUpdate))]
[JsonSerializable(typeof(ContentDelete))]
[JsonSerializable(typeof(ContentsCommit))]
[JsonSerializable(typeof(FileCommitted))]
[JsonSerializable(typeof(FilesCommitted))]
[JsonSerializable(typeof(GitTreePage))]
[JsonSerializable(typeof(GitBlob))]
[JsonSerializable(typeof(List<Commit>))]
[JsonSerializable(typeof(Organization))]
[JsonSerializable(typeof(List<Hook>))]
[JsonSerializable(typeof(NewHook))]
[JsonSerializable(typeof(HookEdit))]
[JsonSerializable(typeof(CollaboratorGrant))]
[JsonSerializable(typeof(CollaboratorPermission))]
[JsonSerializable(typeof(List<CommitStatus>))]
[JsonSerializable(typeof(CombinedStatus))]
[JsonSerializable(typeof(NewCommitStatus))]
internal sealed partial class GiteaJson : JsonSerializerContext;
