namespace EbsBackup.Aws.Generator.Model;

/// <summary>The model asks for something that the generator does not do, or contradicts itself.</summary>
public sealed class ModelException(string message) : Exception(message);
