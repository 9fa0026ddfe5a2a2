using System.Globalization;

namespace EbsBackup.Benchmarks;

/// <summary>One figure against its goal; a ratio is ours divided by the peer's, from the same run.</summary>
public sealed record Score(string Name, string Figure, double Value, double Goal, bool AtLeast, string Detail)
{
    public bool Met => AtLeast ? Value >= Goal : Value <= Goal;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Met ? "met   " : "MISSED")} {Name,-22} {Figure,-34} {Value:0.0000} (goal {(AtLeast ? ">=" : "<=")} {Goal}) {Detail}");
}
