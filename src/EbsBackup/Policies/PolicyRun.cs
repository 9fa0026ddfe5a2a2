using System.Runtime.CompilerServices;
using EbsBackup.Retention;
using EbsBackup.Sessions;
using EbsBackup.Snapshots;

namespace EbsBackup.Policies;

/// <summary>
/// One run of a policy: it takes the slot's backups in every Region, then lets go what is no longer kept, also when
/// nothing could be taken. What fails is a result with an error, and stops nothing else.
/// </summary>
/// <param name="session">The caller's: its Region holds the records' bucket.</param>
public sealed class PolicyRun(AwsSession session, PolicyRunRequest request)
{
    private readonly BackupPolicy _policy = request.Policy;

    /// <summary>What has been taken and deleted, and what has failed, so far.</summary>
    public OutcomeTally Tally { get; } = new();

    /// <summary>Does it, one result a volume and snapshot as it happens.</summary>
    public IAsyncEnumerable<PolicyResult> ExecuteAsync(CancellationToken cancellationToken = default) => RunAsync(preview: false, cancellationToken);

    /// <summary>What it would do now, the volumes that are left out included; changes nothing.</summary>
    public IAsyncEnumerable<PolicyResult> PreviewAsync(CancellationToken cancellationToken = default) => RunAsync(preview: true, cancellationToken);

    private async IAsyncEnumerable<PolicyResult> RunAsync(bool preview, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (fleet, failure) = await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (fleet is null)
        {
            yield return Tallied(new PolicyResult(PolicyStep.Take, PolicyAction.Create, failure));
            yield break;
        }

        using (fleet)
        {
            // Of many places, each says itself what stopped it.
            var only = fleet.Places.Count == 1 ? fleet.Places[0] : null;
            var taking = GuardedAsync(PolicyStep.Take, only, TakeAsync(fleet, preview, cancellationToken), cancellationToken);
            await foreach (var result in taking.ConfigureAwait(false)) yield return Tallied(result);
            var expiring = GuardedAsync(PolicyStep.Expire, only, ExpireAsync(fleet, preview, cancellationToken), cancellationToken);
            await foreach (var result in expiring.ConfigureAwait(false)) yield return Tallied(result);
        }
    }

    private async Task<(Fleet? Fleet, EbsBackupError? Failure)> OpenAsync(CancellationToken cancellationToken)
    {
        if (_policy.Selection is null) return (null, PolicyErrors.SelectsNothing(_policy.Name));
        try
        {
            return (await Fleet.OpenAsync(session, new FleetSelector { Regions = _policy.Regions }, cancellationToken).ConfigureAwait(false), null);
        }
        catch (EbsBackupException e)
        {
            return (null, e.Error);
        }
    }

    private async IAsyncEnumerable<PolicyResult> TakeAsync(Fleet fleet, bool preview, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var taker = new FleetTaker(session);
        var plan = await taker.PlanAsync(fleet, TakeRequest(preview), cancellationToken).ConfigureAwait(false);
        if (preview)
        {
            foreach (var result in Preview(plan)) yield return result;
            yield break;
        }

        await foreach (var result in taker.ExecuteAsync(plan, cancellationToken).ConfigureAwait(false)) yield return PolicyResult.Of(result);
    }

    private async IAsyncEnumerable<PolicyResult> ExpireAsync(Fleet fleet, bool preview, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var expirer = new FleetExpirer(session);
        var plan = await expirer.PlanAsync(fleet, RetentionRequest(), cancellationToken).ConfigureAwait(false);
        if (preview)
        {
            foreach (var error in plan.Errors) yield return new PolicyResult(PolicyStep.Expire, PolicyAction.Delete, error);
            foreach (var decided in plan.Parts.SelectMany(p => p.Plan.Decisions.Select(decision => PolicyResult.Of(p.Plan, decision)))) yield return decided;
        }
        else
        {
            await foreach (var result in expirer.ExecuteAsync(plan, cancellationToken).ConfigureAwait(false)) yield return PolicyResult.Of(result);
        }

        // What waits for a person must not look done to a schedule that nobody watches.
        foreach (var part in plan.Parts)
        {
            foreach (var waits in PolicyErrors.DeletionsWait(part.Plan)) yield return In(part.Place, new PolicyResult(PolicyStep.Expire, PolicyAction.Delete, waits));
        }
    }

    private static IEnumerable<PolicyResult> Preview(FleetPlan<TakePlan> plan)
    {
        foreach (var error in plan.Errors.Concat(plan.Parts.SelectMany(p => p.Plan.Errors))) yield return new PolicyResult(PolicyStep.Take, PolicyAction.Create, error);
        foreach (var part in plan.Parts.Select(p => p.Plan))
        {
            var items = part.Items.ToDictionary(i => i.Volume.VolumeId);
            foreach (var choice in part.Choices) yield return PolicyResult.Of(part, choice, items.TryGetValue(choice.Volume.VolumeId, out var item) ? item : null);
        }
    }

    /// <summary>The results, and as the last of them whatever stopped them.</summary>
    private async IAsyncEnumerable<PolicyResult> GuardedAsync(
        PolicyStep step, FleetPlace? place, IAsyncEnumerable<PolicyResult> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var each = results.GetAsyncEnumerator(cancellationToken);
        await using (each.ConfigureAwait(false))
        {
            for (var stopped = false; !stopped;)
            {
                PolicyResult result;
                try
                {
                    if (!await each.MoveNextAsync().ConfigureAwait(false)) yield break;
                    result = each.Current;
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    stopped = true;
                    result = In(place, Stopped(step, e));
                }

                yield return result;
            }
        }
    }

    private PolicyResult Stopped(PolicyStep step, Exception cause) => step == PolicyStep.Take
        ? new PolicyResult(step, PolicyAction.Create, EbsBackupError.From(cause, "ec2:CreateSnapshot", _policy.Name.Value))
        : new PolicyResult(step, PolicyAction.Delete, EbsBackupError.From(cause, "ec2:DeleteSnapshot", _policy.Name.Value));

    private static PolicyResult In(FleetPlace? place, PolicyResult result) => result with { AccountId = place?.AccountId, Region = place?.Region };

    private PolicyResult Tallied(PolicyResult result)
    {
        if (result.Error is not null || result.Action is PolicyAction.Create or PolicyAction.Adopt or PolicyAction.Delete) Tally.Add(result.Error);
        return result;
    }

    private TakeRequest TakeRequest(bool preview) => new()
    {
        Volumes = _policy.Selection! with { Explain = preview },
        Policy = _policy.Name,
        Slot = request.Slot,
        Catalog = _policy.Catalog,
        Wait = request.Wait,
    };

    private RetentionRequest RetentionRequest() => new()
    {
        Rules = _policy.Retention,
        Policy = _policy.Name,
        Catalog = _policy.Catalog,
        AcceptLargeDeletion = request.AcceptLargeDeletion,
    };
}
