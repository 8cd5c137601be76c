using static GitOps.Model.LunchBadger.Parameters.ParameterType;

namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>
/// The policies of Express Gateway 1.16.11 with what its own schemas say of their parameters, and what the libraries below read besides
/// (http-proxy, cors, express-rate-limit). A parameter with a default is not required there, hence not here.
/// </summary>
internal static class KnownPolicies
{
    private static readonly Parameter PassThrough = new("passThrough", Flag);

    private static readonly ParameterList Jwt = new(
        new("secretOrPublicKey", FilledText),
        new("secretOrPublicKeyFile", ImageFile),
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

    /// <summary>
    /// What http-proxy reads of a proxy's parameters and of its `proxyOptions`, the schema's and its own. Those that say where to
    /// connect to by other means than the service endpoint (`agent`, `ssl`, `localAddress`, members of `target`) are left out.
    /// </summary>
    private static readonly Parameter[] HttpProxy =
    [
        new("auth", Text),
        new("autoRewrite", Flag),
        new("ca", TextOrTexts),
        new("changeOrigin", Flag),
        new("cookieDomainRewrite", Anything),
        new("cookiePathRewrite", Anything),
        new("forward", OptionalUrl),
        new("headers", Members),
        new("hostRewrite", Text),
        new("ignorePath", Flag),
        new("method", Text),
        new("prependPath", Flag),
        new("preserveHeaderKeyCase", Flag),
        new("protocolRewrite", Text) { Choices = ["http", "https"] },
        new("proxyTimeout", Integer),
        new("secure", Flag),
        new("stripPath", Flag),
        new("target", ParameterType.Parameters)
        {
            Inner = new(
                new("keyFile", ImageFile),
                new("certFile", ImageFile),
                new("caFile", ImageFile),
                new("key", Text),
                new("cert", Text),
                new("ca", TextOrTexts),
                new("passphrase", Text),
                new("ciphers", Text),
                new("secureProtocol", Text)),
        },
        new("timeout", Integer),
        new("toProxy", Flag),
        new("ws", Flag),
        new("xfwd", Flag),
    ];

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
            new("optionsSuccessStatus", Integer),
            new("preflightContinue", Flag)),
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
        [
            .. HttpProxy,
            new("followRedirects", Redirects),
            new("proxyOptions", ParameterType.Parameters) { Inner = new([.. HttpProxy, new("followRedirects", RawRedirects)]) { NullIsNone = true } },
            new("proxyUrl", ProxyUrl),
            new("serviceEndpoint", Text),
            new("strategy", Text) { Choices = ["round-robin"] },
        ]),
        ["rate-limit"] = new(
            new("rateLimitBy", Text),
            new("windowMs", Integer),
            new("delayAfter", Integer),
            new("delayMs", Integer),
            new("max", Integer),
            new("message", Text),
            new("statusCode", Integer),
            new("headers", Flag),
            new("skipFailedRequests", Flag),
            new("skipSuccessfulRequests", Flag),
            new("draft_polli_ratelimit_headers", Flag)),
        ["request-transformer"] = Transformer,
        ["response-transformer"] = Transformer,
        ["terminate"] = new(new("statusCode", Number), new("message", Text)),
    };
}
