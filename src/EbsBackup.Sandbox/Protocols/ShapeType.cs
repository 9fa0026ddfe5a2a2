namespace EbsBackup.Sandbox.Protocols;

/// <summary>The shape types that the served models use; a model with another one does not load.</summary>
internal enum ShapeType
{
    Structure,
    List,
    Map,
    String,
    Integer,
    Long,
    Double,
    Boolean,
    Timestamp,
    Blob,
}
