namespace EbsBackup.Aws.Generator.Model;

/// <summary>One entry of services.json: what to generate, and where the official package departs from the model.</summary>
/// <param name="Namespace">`EC2` for `Amazon.EC2`.</param>
public sealed record ServiceSettings(string Namespace)
{
    /// <summary>`SecurityTokenService` for `AmazonSecurityTokenServiceClient`; the namespace unless it differs.</summary>
    public string Class { get => field ?? Namespace; init; }

    /// <summary>The protocol to use of those that the service offers; the model's own unless given.</summary>
    public string? Protocol { get; init; }

    public IReadOnlyList<string> Operations { get; init; } = [];

    /// <summary>Operations whose response holds the model's result in one property of the given name.</summary>
    public Dictionary<string, string> Wrap { get; init; } = [];

    /// <summary>Structures that stand for one of their members.</summary>
    public Dictionary<string, string> Flatten { get; init; } = [];

    /// <summary>`Class.Property` that callers do not see.</summary>
    public IReadOnlyList<string> Internal { get; init; } = [];

    /// <summary>Convenience constructors, by class: lists of property names.</summary>
    public Dictionary<string, string[][]> Constructors { get; init; } = [];

    /// <summary>Operations that can be called without a request.</summary>
    public IReadOnlyList<string> NoRequestOverloads { get; init; } = [];

    /// <summary>Operations that can be called with property values, by operation: lists of property names.</summary>
    public Dictionary<string, string[][]> ValueOverloads { get; init; } = [];
}
