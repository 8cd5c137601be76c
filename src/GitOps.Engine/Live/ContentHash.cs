namespace GitOps.Engine.Live;

/// <summary>128 bits of SHA-256 over the canonical JSON of owned fields. Equal hashes mean equal fields.</summary>
public readonly record struct ContentHash(UInt128 Value)
{
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
