using System.Text;
using System.Xml;
using EbsBackup.Sandbox.Http;

namespace EbsBackup.Sandbox.Protocols;

/// <summary>AWS Query: forms in, XML out; and EC2's own variety of it.</summary>
internal sealed class QueryProtocol(ServiceModel model, Dialect dialect, bool ec2) : Protocol(model, dialect)
{
    public override string OperationOf(SandboxRequest request) =>
        FormNode.Parse(request.Body, request.RawQuery).Child("Action")?.Value ?? "";

    public override Structure Parse(Operation operation, SandboxRequest request)
    {
        var form = FormNode.Parse(request.Body, request.RawQuery);
        if (ec2) RefuseUnknown(form, operation.Input);
        return operation.Input is null ? [] : ReadStructure(form, operation.Input);
    }

    public override SandboxResponse Result(Operation operation, Structure output, string requestId) => Xml(operation.SuccessStatus, requestId, xml =>
    {
        xml.WriteStartElement(operation.Name + "Response", Model.XmlNamespace);
        if (ec2)
        {
            xml.WriteElementString("requestId", requestId);
            if (operation.Output is null) xml.WriteElementString("return", "true");
            else WriteMembers(xml, output, operation.Output);
        }
        else
        {
            if (operation.Output is not null)
            {
                xml.WriteStartElement(operation.ResultWrapper ?? operation.Name + "Result");
                WriteMembers(xml, output, operation.Output);
                xml.WriteEndElement();
            }

            xml.WriteStartElement("ResponseMetadata");
            xml.WriteElementString("RequestId", requestId);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    });

    public override SandboxResponse Error(AwsErrorException error, string requestId) => Xml(error.StatusCode, requestId, xml =>
    {
        if (ec2)
        {
            xml.WriteStartElement("Response");
            xml.WriteStartElement("Errors");
        }
        else
        {
            xml.WriteStartElement("ErrorResponse", Model.XmlNamespace);
        }

        xml.WriteStartElement("Error");
        if (!ec2) xml.WriteElementString("Type", error.StatusCode < 500 ? "Sender" : "Receiver");
        xml.WriteElementString("Code", error.Code);
        xml.WriteElementString("Message", error.Message);
        xml.WriteEndElement();
        if (ec2) xml.WriteEndElement();
        xml.WriteElementString(ec2 ? "RequestID" : "RequestId", requestId);
        xml.WriteEndElement();
    });

    public override AwsErrorException UnknownOperation(string name) => name.Length == 0
        ? new("MissingAction", "The request is missing an action or a required parameter.")
        : new("InvalidAction", $"The action {name} is not valid for this web service.");

    private static SandboxResponse Xml(int status, string requestId, Action<XmlWriter> write)
    {
        using var buffer = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };
        using (var xml = XmlWriter.Create(buffer, settings))
        {
            xml.WriteStartDocument();
            write(xml);
        }

        var response = new SandboxResponse { StatusCode = status, Body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length) };
        response.Headers["Content-Type"] = "text/xml;charset=UTF-8";
        response.Headers["x-amzn-RequestId"] = requestId;
        return response;
    }

    private static void RefuseUnknown(FormNode form, Shape? input)
    {
        foreach (var name in form.Children.Keys)
        {
            if (name is "Action" or "Version" || name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase)) continue;
            if (input is null || !input.Members.Exists(m => m.Ec2Name == name))
                throw new AwsErrorException("UnknownParameter", $"The parameter {name} is not recognized");
        }
    }

    private Structure ReadStructure(FormNode form, Shape shape)
    {
        var read = new Structure();
        foreach (var member in shape.Members)
        {
            if (form.Child(ec2 ? member.Ec2Name : member.QueryName ?? member.WireName) is { } node) read.Add(member.Name, Read(node, member));
        }

        return read;
    }

    private object? Read(FormNode node, Member member) => member.Shape.Type switch
    {
        ShapeType.Structure => ReadStructure(node, member.Shape),
        ShapeType.List => ReadList(node, member.Shape),
        ShapeType.Map => ReadMap(node, member.Shape),
        _ when node.Value is null => null,
        _ => Scalars.Parse(member.Shape, node.Value) ?? throw Dialect.Invalid(member.Name, node.Value, $"It is not a valid {member.Shape.Type.ToString().ToLowerInvariant()}."),
    };

    private List<object>? ReadList(FormNode node, Shape list)
    {
        var items = ec2 || list.Flattened ? node : node.Child(list.Element!.LocationName ?? "member");
        // An empty list is sent as the bare name.
        if (items is null) return node.Value is null ? null : [];
        return [.. items.Numbered.Select(item => Read(item, list.Element!)).OfType<object>()];
    }

    private Dictionary<string, object> ReadMap(FormNode node, Shape map)
    {
        var read = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var entry in (map.Flattened ? node : node.Child("entry") ?? node).Numbered)
        {
            if (entry.Child(map.Key!.LocationName ?? "key")?.Value is { } key && entry.Child(map.Element!.LocationName ?? "value") is { } value)
                read[key] = Read(value, map.Element!) ?? "";
        }

        return read;
    }

    private static void WriteMembers(XmlWriter xml, Structure structure, Shape shape)
    {
        foreach (var (name, value) in structure)
        {
            if (!shape.ByName.TryGetValue(name, out var member)) throw new InvalidOperationException($"{shape.Name} has no member {name}.");
            Write(xml, member.WireName, value, member.Shape);
        }
    }

    private static void Write(XmlWriter xml, string name, object value, Shape shape)
    {
        if (shape.Type == ShapeType.List && shape.Flattened)
        {
            foreach (var item in (IEnumerable<object>)value) Write(xml, shape.Element!.LocationName ?? name, item, shape.Element.Shape);
            return;
        }

        xml.WriteStartElement(name);
        switch (shape.Type)
        {
            case ShapeType.Structure:
                WriteMembers(xml, (Structure)value, shape);
                break;
            case ShapeType.List:
                foreach (var item in (IEnumerable<object>)value) Write(xml, shape.Element!.LocationName ?? "member", item, shape.Element.Shape);
                break;
            case ShapeType.Map:
                foreach (var (key, item) in (IReadOnlyDictionary<string, object>)value)
                {
                    xml.WriteStartElement("entry");
                    xml.WriteElementString(shape.Key!.LocationName ?? "key", key);
                    Write(xml, shape.Element!.LocationName ?? "value", item, shape.Element.Shape);
                    xml.WriteEndElement();
                }

                break;
            default:
                xml.WriteString(Scalars.Format(value));
                break;
        }

        xml.WriteEndElement();
    }
}
