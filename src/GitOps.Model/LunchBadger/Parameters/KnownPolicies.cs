using static GitOps.Model.LunchBadger.Parameters.ParameterType;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>
/// The policies of Express Gateway 1.16.11 with what its own schemas say of their parameters. A parameter with a default
/// is not required there, hence not here.
/// </summary>
internal static class KnownPolicies
{
    private static readonly Parameter PassThrough = new("passThrough", Flag);

    private static readonly ParameterList Jwt = new(
        new("secretOrPublicKey", FilledText),
        new("secretOrPublicKeyFile", FilledText),
        new("jwtExtractor", Text) { Choices = ["header", "query", "authScheme", "authBearer"] },
        new("jwtExtractorField", Text) { RequiredWith = ("jwtExtractor", "authScheme") },
        new("audience", Text),
        new("issuer", Text),
        new("checkCredentialExistence", Flag),
        new("algorithms", Texts) { Choices = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512"] })
    {
        ExactlyOneOf = ["secretOrPublicKey", "secretOrPublicKeyFile"],
    };

    private static readonly ParameterList AddAndRemove = new(new("add", Values), new("remove", Texts)) { AtLeastOneOf = ["add", "remove"] };

    private static readonly ParameterList Transformer = new(
        new("headers", ParameterType.Parameters) { Inner = AddAndRemove },
        new("body", ParameterType.Parameters) { Inner = AddAndRemove })
    {
        AtLeastOneOf = ["headers", "body"],
    };

    public static IReadOnlyDictionary<string, ParameterList> ByName { get; } = new Dictionary<string, ParameterList>(StringComparer.Ordinal)
    {
        ["basic-auth"] = new(PassThrough),
        ["cors"] = new(
            new("origin", TextOrTexts),
            new("methods", TextOrTexts),
            new("allowedHeaders", TextOrTexts),
            new("exposedHeaders", Texts),
            new("credentials", Flag),
            new("maxAge", Integer),
            new("optionsSuccessStatus", Integer)),
        ["expression"] = new(new Parameter("jscode", Text) { Required = true }),
        ["headers"] = new(new("headersPrefix", Text), new("forwardHeaders", Members) { Required = true }),
        ["jwt"] = Jwt,
        ["key-auth"] = new(
            PassThrough,
            new("apiKeyHeader", Text),
            new("apiKeyHeaderScheme", Text),
            new("apiKeyField", Text),
            new("disableHeaders", Flag),
            new("disableHeadersScheme", Flag),
            new("disableQueryParam", Flag)),
        ["log"] = new(new Parameter("message", Text) { Required = true }),
        ["oauth2"] = new(PassThrough, new("jwt", ParameterType.Parameters) { Inner = Jwt }),
        ["oauth2-introspect"] = new(
            PassThrough,
            new("endpoint", Url) { Required = true },
            new("authorization_value", Text),
            new("timeout", Integer),
            new("ttl", Integer)),
        ["proxy"] = new(
            new("auth", Text),
            new("autoRewrite", Flag),
            new("changeOrigin", Flag),
            new("followRedirects", Flag),
            new("hostRewrite", Text),
            new("ignorePath", Flag),
            new("prependPath", Flag),
            new("preserveHeaderKeyCase", Flag),
            new("protocolRewrite", Text) { Choices = ["http", "https"] },
            new("proxyUrl", Text),
            new("secure", Flag),
            new("serviceEndpoint", Text),
            new("stripPath", Flag),
            new("strategy", Text) { Choices = ["round-robin"] },
            new("toProxy", Flag),
            new("xfwd", Flag)),
        ["rate-limit"] = new(
            new("rateLimitBy", Text),
            new("windowMs", Integer),
            new("delayAfter", Integer),
            new("delayMs", Integer),
            new("max", Integer),
            new("message", Text),
            new("statusCode", Integer)),
        ["request-transformer"] = Transformer,
        ["response-transformer"] = Transformer,
        ["terminate"] = new(new("statusCode", Number), new("message", Text)),
    };
}
