namespace EbsBackup.Simulation;

/// <summary>What a kill's moment is measured by.</summary>
internal enum KillMoment
{
    AfterStart,
    AfterFirstCall,

    /// <summary>The request has arrived and comes to nothing, as one that was lost on its way.</summary>
    BeforeEffect,

    /// <summary>The request has its effect, and the answer finds nobody.</summary>
    BeforeAnswer,

    AfterAnswer,
}
