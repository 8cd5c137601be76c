using YamlDotNet.Core;

namespace GitOps.Model.Documents;

/// <summary>YAML that is well formed, but more than a document may be.</summary>
internal sealed class RefusedYamlException(Mark start, Mark end, string message) : YamlException(start, end, message);
