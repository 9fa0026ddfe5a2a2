using System.Text.Json;
using System.Text.Json.Nodes;
using EbsBackup.Aws.Generator;
using EbsBackup.Aws.Generator.Model;

namespace EbsBackup.Tests.Aws;

/// <summary>A trait that the generator does not know stops the build; it is never skipped.</summary>
public class GeneratorRefusalTests
{
    [Theory]
    [InlineData("eventstream", "shapes.Output")]
    [InlineData("document", "shapes.Output")]
    [InlineData("hostLabel", "shapes.Input.members.Name")]
    [InlineData("xmlAttribute", "shapes.Input.members.Name")]
    [InlineData("eventpayload", "shapes.Input.members.Name")]
    [InlineData("endpoint", "operations.Do")]
    [InlineData("endpointdiscovery", "operations.Do")]
    [InlineData("httpChecksum", "operations.Do")]
    [InlineData("aTraitOfTomorrow", "metadata")]
    public void An_unknown_trait_is_refused_by_name(string trait, string path)
    {
        var model = Model();
        path.Split('.').Aggregate((JsonNode)model, (node, name) => node[name]!)[trait] = true;
        var error = Assert.Throws<ModelException>(() => Generate(model));
        Assert.Contains($"'{trait}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rest-xml")]
    [InlineData("smithy-rpc-v2-cbor")]
    public void An_unknown_protocol_is_refused_by_name(string protocol)
    {
        var model = Model();
        model["metadata"]!["protocol"] = protocol;
        Assert.Contains(protocol, Assert.Throws<ModelException>(() => Generate(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_endpoint_function_is_refused_by_name()
    {
        var model = Model();
        model["endpoints"]!["rules"]![0]!["conditions"]![0]!["fn"] = "aws.parseArn";
        Assert.Contains("aws.parseArn", Assert.Throws<ModelException>(() => Generate(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_with_its_classes_name_is_refused()
    {
        var model = Model();
        model["shapes"]!["Name"] = JsonNode.Parse("""{"type":"structure","members":{"name":{"shape":"Text"}}}""");
        Assert.Contains("Name.Name", Assert.Throws<ModelException>(() => Generate(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_without_them_is_accepted() => Assert.NotEmpty(Generate(Model()));

    private static IReadOnlyDictionary<string, string> Generate(JsonObject model) =>
        ClientGenerator.Generate(new ServiceModel("trial", new ServiceSettings("Trial"), JsonSerializer.SerializeToElement(model)));

    private static JsonObject Model() => JsonNode.Parse(
        """
        {
          "metadata": {"protocol": "rest-json", "apiVersion": "2026-01-01"},
          "operations": {"Do": {"name": "Do", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Input"}, "output": {"shape": "Output"}}},
          "shapes": {
            "Input": {"type": "structure", "members": {"Name": {"shape": "Name"}}},
            "Output": {"type": "structure", "members": {}},
            "Name": {"type": "string"},
            "Text": {"type": "string"}
          },
          "endpoints": {
            "parameters": {"Endpoint": {"type": "string"}},
            "rules": [{"type": "endpoint", "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}], "endpoint": {"url": {"ref": "Endpoint"}}}]
          }
        }
        """)!.AsObject();
}
