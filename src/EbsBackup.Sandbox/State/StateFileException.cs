namespace EbsBackup.Sandbox.State;

/// <summary>A state file that cannot be read: the message says which file, where in it, why, and what to do.</summary>
public sealed class StateFileException(string message, Exception? inner = null) : Exception(message, inner);
