namespace EbsBackup.Tests;

/// <summary>Tests that measure this process: no other test runs beside them.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
