using GitOps.Sandbox.Cluster.Validation;

namespace GitOps.Sandbox.Cluster.Selectors;

/// <summary>Reads the query form: <c>a=b,c!=d,e in (x,y),f notin (z),g,!h,i&gt;1</c>.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _at;

    /// <exception cref="FormatException">The text does not follow the grammar.</exception>
    public IReadOnlyList<LabelRequirement> Read()
    {
        var requirements = new List<LabelRequirement>();
        while (true)
        {
            requirements.Add(Requirement());
            Space();
            if (_at == text.Length)
                return requirements;
            Expect(',');
        }
    }

    private LabelRequirement Requirement()
    {
        if (Accept('!'))
            return new LabelRequirement(Key(), LabelOperator.DoesNotExist, []);
        var key = Key();
        Space();
        if (_at == text.Length || text[_at] == ',')
            return new LabelRequirement(key, LabelOperator.Exists, []);
        if (Accept('='))
        {
            Accept('=');
            return new LabelRequirement(key, LabelOperator.In, [Value()]);
        }
        if (Accept('!'))
        {
            Expect('=');
            return new LabelRequirement(key, LabelOperator.NotIn, [Value()]);
        }
        if (Accept('>'))
            return new LabelRequirement(key, LabelOperator.GreaterThan, [Value()]);
        if (Accept('<'))
            return new LabelRequirement(key, LabelOperator.LessThan, [Value()]);
        return Word() switch
        {
            "in" => new LabelRequirement(key, LabelOperator.In, Values()),
            "notin" => new LabelRequirement(key, LabelOperator.NotIn, Values()),
            var other => throw Problem($"found '{other}', expected: in, notin, =, ==, !=, gt, lt"),
        };
    }

    private string Key()
    {
        Space();
        var key = Word();
        if (key.Length == 0)
            throw Problem($"found '{(_at < text.Length ? text[_at] : ' ')}', expected: !, identifier, or ','");
        if (Names.QualifiedNameProblem(key) is { } problem)
            throw new FormatException($"unable to parse requirement: invalid label key \"{key}\": {problem}");
        return key;
    }

    private string Value()
    {
        Space();
        var value = Word();
        if (Names.LabelValueProblem(value) is { } problem)
            throw new FormatException($"unable to parse requirement: invalid label value: \"{value}\": {problem}");
        return value;
    }

    private List<string> Values()
    {
        Space();
        Expect('(');
        var values = new List<string>();
        do
            values.Add(Value());
        while (AcceptSpaced(','));
        Expect(')');
        return values;
    }

    private string Word()
    {
        var start = _at;
        while (_at < text.Length && !" \t\r\n,()=!<>".Contains(text[_at], StringComparison.Ordinal))
            _at++;
        return text[start.._at];
    }

    private void Space()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
    }

    private bool AcceptSpaced(char expected)
    {
        Space();
        return Accept(expected);
    }

    private bool Accept(char expected)
    {
        if (_at >= text.Length || text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private void Expect(char expected)
    {
        if (!AcceptSpaced(expected))
            throw Problem($"found '{(_at < text.Length ? text[_at] : ' ')}', expected: '{expected}'");
    }

    private static FormatException Problem(string what) => new($"unable to parse requirement: {what}");
}
