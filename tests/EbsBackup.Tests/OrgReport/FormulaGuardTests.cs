using EbsBackup.OrgReport;
using FsCheck;

namespace EbsBackup.Tests.OrgReport;

public sealed class FormulaGuardTests
{
    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData(" \u00A0=1", "' \u00A0=1")]
    [InlineData("-5", "'-5")]
    [InlineData("\tx", "'\tx")]
    [InlineData("fine\r\n@x\n+1", "fine\r\n'@x\n'+1")]
    [InlineData("'=1", "''=1")]
    [InlineData("arn:aws:backup:us-east-1:1:vault", "arn:aws:backup:us-east-1:1:vault")]
    [InlineData("it's = fine", "it's = fine")]
    public void A_formula_gets_an_apostrophe_before_it(string text, string cell) =>
        Assert.Equal(cell, FormulaGuard.Neutralise(text));

    [Fact]
    public void No_hostile_text_runs_and_each_can_be_restored() =>
        Assert.All(HostileText.All, text =>
        {
            var cell = FormulaGuard.Neutralise(text);
            Assert.False(HostileText.Runs(cell));
            Assert.Equal(text, HostileText.Restore(cell));
        });

    [Fact]
    public void Any_text_can_be_restored()
    {
        var piece = Gen.Elements("'", "=", "+", "a", " ", "\t", "\r", "\n", "\u00A0", "\u2028", "\u200B", "\0", "\uFF1D", "\"");
        var text = Gen.ListOf(piece).Select(string.Concat);

        Prop.ForAll(Arb.From(text), value =>
        {
            var cell = FormulaGuard.Neutralise(value);
            return !HostileText.Runs(cell) && HostileText.Restore(cell) == value;
        }).Check(new Configuration { MaxNbOfTest = 5000, Runner = Config.QuickThrowOnFailure.Runner });
    }
}
