using System.Management.Automation;
using EbsBackup.Coverage;

namespace EbsBackup.PowerShell;

/// <summary>Takes <c>25h</c> and <c>2d</c> where a TimeSpan is due. A number alone is refused: PowerShell would make ticks of it.</summary>
internal sealed class AgeTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is TimeSpan age) return age;
        try
        {
            // 2d without quotes is a decimal to PowerShell; as text it is again what was typed.
            return BackupAge.Parse(LanguagePrimitives.ConvertTo<string>(inputData));
        }
        catch (EbsBackupException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.Error.RecommendedAction}", e);
        }
    }
}
