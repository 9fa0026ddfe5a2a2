using System.Text.Json;
using EbsBackup.Aws.Generator.Model;
using EbsBackup.Aws.Generator.Writers;

namespace EbsBackup.Aws.Generator;

/// <summary>Makes a typed client of a service model.</summary>
public static class ClientGenerator
{
    private static readonly JsonSerializerOptions SettingsFormat = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads services.json.</summary>
    public static IReadOnlyDictionary<string, ServiceSettings> ReadSettings(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, ServiceSettings>>(json, SettingsFormat)!;

    /// <summary>The C# files of a service's client, by file name.</summary>
    /// <exception cref="ModelException">The model has a trait that the generator does not know.</exception>
    public static IReadOnlyDictionary<string, string> Generate(ServiceModel model)
    {
        var names = new ServiceNames(model);
        var isXml = model.Protocol is "ec2" or "query";
        var xml = new XmlResponseWriter(model, names);
        var json = new JsonResponseWriter(model, names);
        var client = new ClientWriter(model, names, isXml ? xml.Unmarshaller : json.Unmarshaller);
        var exceptions = new ExceptionWriter(model, names);
        var config = new ConfigWriter(model, names);
        var endpoints = new EndpointWriter(model, names);
        var paginators = new PaginatorWriter(model, names);
        var files = new Dictionary<string, string>
        {
            ["Interface"] = client.WriteInterface(),
            ["Client"] = client.WriteClient(),
            ["Operations"] = client.WriteOperations(),
            ["Config"] = config.WriteConfig(),
            ["DefaultConfiguration"] = config.WriteDefaults(),
            ["EndpointParameters"] = endpoints.WriteParameters(),
            ["EndpointProvider"] = endpoints.WriteProvider(),
            ["Enumerations"] = new EnumerationWriter(model, names).Write(),
            ["Exception"] = exceptions.WriteBase(),
            ["Exceptions"] = exceptions.WriteDerived(),
            ["Errors"] = exceptions.WriteErrors(),
            ["Request"] = RequestBase(names),
            ["Model"] = new ModelWriter(model, names).Write(),
            ["Requests"] = isXml ? new QueryRequestWriter(model, names).Write() : new JsonRequestWriter(model, names).Write(),
            ["Responses"] = isXml ? xml.Write() : json.Write(),
        };
        if (model.Pagination.Count > 0)
            files["Paginators"] = paginators.Write();
        return files.ToDictionary(f => $"{model.Settings.Namespace}.{f.Key}.g.cs", f => f.Value);
    }

    private static string RequestBase(ServiceNames names)
    {
        var code = names.File("", "Amazon.Runtime");
        code.Line();
        using (code.Open($"public partial class {names.Request} : AmazonWebServiceRequest"))
        {
            // The base only gives every request of a service one type.
        }

        return code.ToString();
    }
}
