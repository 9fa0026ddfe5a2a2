using System.Text.Json;

namespace EbsBackup.Sandbox.State;

/// <summary>A member of an account in the state file that a service keeps itself, such as S3's <c>buckets</c>.</summary>
public interface IStateSection
{
    string MemberName { get; }

    /// <exception cref="StateFileException">Something in it cannot be read; made by <see cref="StateNode.Error"/>.</exception>
    void Load(Account account, StateNode node);

    /// <summary>Writes the member's value.</summary>
    void Write(Account account, Utf8JsonWriter json);
}
