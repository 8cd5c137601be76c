namespace GitOps.Model.LunchBadger.Parameters;

/// <summary>
/// What a parameter takes. Express Gateway converts between texts, numbers, flags and null where that loses nothing
/// (<c>"5"</c> for 5, <c>"true"</c> for true, null for an empty text), so that all of these are taken here as well.
/// </summary>
internal enum ParameterType
{
    /// <summary>A text, or any other single value as one.</summary>
    Text,

    /// <summary>A text of at least one character.</summary>
    FilledText,

    /// <summary>true or false, also as text or as 1 and 0.</summary>
    Flag,

    /// <summary>A whole number, also as text.</summary>
    Integer,

    /// <summary>A number, also as text.</summary>
    Number,

    /// <summary>An array of texts.</summary>
    Texts,

    /// <summary>An array of texts, none twice.</summary>
    DistinctTexts,

    /// <summary>A text, or an array of texts.</summary>
    TextOrTexts,

    /// <summary>A regular expression (ECMA-262).</summary>
    Pattern,

    /// <summary>An http or https URL of a host that the environment may lead to.</summary>
    Url,

    /// <summary>The same; empty for none.</summary>
    OptionalUrl,

    /// <summary>The URL of a proxy on such a host; empty for none.</summary>
    ProxyUrl,

    /// <summary>A host that the environment may lead to, alone.</summary>
    Host,

    /// <summary>true or false; true only where gateways may follow redirects.</summary>
    Redirects,

    /// <summary>The same where the gateway converts nothing: any text is true.</summary>
    RawRedirects,

    /// <summary>A file of the gateway's image.</summary>
    ImageFile,

    /// <summary>A JSON schema that fetches no other from inside.</summary>
    Schema,

    /// <summary>The name of a npm package, or null.</summary>
    Package,

    /// <summary>Any value.</summary>
    Anything,

    /// <summary>Names of HTTP methods: an array, or a text with commas between them; <c>*</c> alone for all.</summary>
    HttpMethods,

    /// <summary>Any object.</summary>
    Members,

    /// <summary>An object of at least one text, number or flag.</summary>
    Values,

    /// <summary>An object with parameters of its own.</summary>
    Parameters,

    /// <summary>A condition: an object with its name and its parameters.</summary>
    Condition,

    /// <summary>An array of conditions.</summary>
    Conditions,
}
