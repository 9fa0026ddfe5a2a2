using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Aws.Generator.Writers;

/// <summary>The client's configuration and its defaults.</summary>
internal sealed class ConfigWriter(ServiceModel model, ServiceNames names)
{
    /// <summary>Connect timeouts in milliseconds, from the SDKs' shared defaults.</summary>
    private static readonly (string Name, int Timeout)[] Modes =
        [("Standard", 3100), ("InRegion", 1100), ("CrossRegion", 3100), ("Mobile", 30000), ("Auto", 1100)];

    public string WriteConfig()
    {
        var code = names.File("", "Amazon.Runtime", "Amazon.Runtime.Internal", "EbsBackup.Aws.Protocols");
        code.Line();
        using (code.Open($"public partial class {names.Config} : ClientConfig"))
        {
            code.Line($"private static readonly string Agent = UserAgents.Of({Names.Literal(model.ServiceId)});");
            code.Line();
            using (code.Open($"public {names.Config}() : base(new DefaultConfigurationProvider({names.DefaultConfiguration}.GetAllConfigurations()))"))
            {
                code.Line($"base.ServiceId = {Names.Literal(model.ServiceId)};");
                code.Line($"AuthenticationServiceName = {Names.Literal(model.SigningName)};");
                code.Line($"EndpointProvider = new {names.Namespace}.Internal.{names.EndpointProvider}();");
            }

            code.Line();
            code.Line($"public static new string ServiceId => {Names.Literal(model.ServiceId)};");
            code.Line($"public override string RegionEndpointServiceName => {Names.Literal(model.EndpointPrefix)};");
            code.Line($"public override string ServiceVersion => {Names.Literal(model.ApiVersion)};");
            code.Line("public override string UserAgent => Agent;");
            code.Line();
            code.Line("public override Amazon.Runtime.Endpoints.Endpoint DetermineServiceOperationEndpoint(Amazon.Runtime.Endpoints.ServiceOperationEndpointParameters parameters) =>");
            code.Line($"    ModelEndpointResolver<{names.Namespace}.Endpoints.{names.EndpointParameters}>.Resolve(this, parameters);");
        }

        return code.ToString();
    }

    public string WriteDefaults()
    {
        var code = names.File(
            "", "System", "System.Collections.Generic", "System.Collections.ObjectModel", "Amazon.Runtime");
        code.Line();
        using (code.Open($"public static class {names.DefaultConfiguration}"))
        {
            code.Line("public static ReadOnlyCollection<IDefaultConfiguration> GetAllConfigurations() =>");
            code.Line($"    new ReadOnlyCollection<IDefaultConfiguration>(new List<IDefaultConfiguration> {{ {string.Join(", ", Modes.Select(m => m.Name))} }});");
            foreach (var (name, timeout) in Modes)
            {
                code.Line();
                using var block = code.OpenStatement(
                    $"public static IDefaultConfiguration {name} {{ get; }} = new DefaultConfiguration", "};");
                code.Line($"Name = DefaultConfigurationMode.{name},");
                code.Line("RetryMode = RequestRetryMode.Standard,");
                code.Line("S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,");
                code.Line($"ConnectTimeout = TimeSpan.FromMilliseconds({timeout}),");
                code.Line($"TlsNegotiationTimeout = TimeSpan.FromMilliseconds({timeout}),");
            }
        }

        return code.ToString();
    }
}
