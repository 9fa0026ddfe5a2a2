using System.Text.Json;
using System.Text.Json.Serialization;

namespace EbsBackup.Sandbox.Faults;

/// <summary>A fault or a denial as <c>POST /_sandbox/faults</c> takes it.</summary>
internal sealed record FaultRequest
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public FaultKind Kind { get; init; } = FaultKind.Error;

    public string? Service { get; init; }

    public string? Operation { get; init; }

    public string? AccountId { get; init; }

    public string? Region { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public int? Status { get; init; }

    public double DelaySeconds { get; init; }

    public int Skip { get; init; }

    /// <summary>-1 for all.</summary>
    public int Count { get; init; } = 1;

    /// <summary>An IAM action: the request is a denial.</summary>
    public string? Deny { get; init; }

    public string? Role { get; init; }

    public FaultRule ToRule()
    {
        var fault = new Fault(Kind) { Delay = TimeSpan.FromSeconds(DelaySeconds) };
        if (Code is not null) fault = fault with { Code = Code };
        if (Message is not null) fault = fault with { Message = Message };
        if (Status is { } status) fault = fault with { StatusCode = status };
        return new(fault) { Service = Service, Operation = Operation, AccountId = AccountId, Region = Region, Skip = Skip, Count = Count < 0 ? null : Count };
    }
}
