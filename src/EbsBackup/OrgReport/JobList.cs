using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace EbsBackup.OrgReport;

/// <summary>
/// One page as AWS lists it: the bytes of its JSON, and where in them each job's values are. A million jobs go from the wire
/// into the files like this, and no more of them becomes an object than someone asks for.
/// </summary>
internal sealed class JobList : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoNames = new Dictionary<string, string>();

    private readonly Memory _memory;
    private readonly byte[] _jsonStart;
    private readonly Dictionary<string, byte[]> _jsonStarts = new(StringComparer.Ordinal);
    private Buffers? _buffers;
    private byte[] _body;
    private int[] _places;

    private JobList(JobForm form, string region, bool endedLater, Memory memory, Buffers buffers)
    {
        (Form, Region, EndedLater, _memory, _buffers) = (form, region, endedLater, memory, buffers);
        _jsonStart = Encoding.UTF8.GetBytes($"{{\"Region\":{Quoted(region)},\"EndedLater\":{(endedLater ? "true" : "false")}");
        _body = buffers.Body;
        _places = [];
        Read(buffers.Length);
        _places = buffers.Places;
    }

    public JobForm Form { get; }

    public string Region { get; }

    public bool EndedLater { get; }

    public IReadOnlyList<JobRow> Jobs { get; private set; } = [];

    public string? NextToken { get; private set; }

    /// <summary>By account id.</summary>
    public IReadOnlyDictionary<string, string> AccountNames { get; set; } = NoNames;

    /// <param name="length">The body's length in bytes as its sender tells it, or less than one.</param>
    /// <exception cref="JsonException">It is no page of such jobs.</exception>
    public static async Task<JobList> ReadAsync(
        Stream body, long length, JobForm form, string region, bool endedLater, Memory memory, CancellationToken cancellationToken)
    {
        var buffers = memory.Take();
        await buffers.ReadAsync(body, length, cancellationToken).ConfigureAwait(false);
        return new JobList(form, region, endedLater, memory, buffers);
    }

    /// <summary>A value as it stands in the JSON, a string with its quotes; empty if AWS left it out.</summary>
    public ReadOnlySpan<byte> Token(int job, int column)
    {
        var at = ((job * Form.Columns.Length) + column) * 2;
        return new ReadOnlySpan<byte>(_body, _places[at], _places[at + 1]);
    }

    /// <summary>The beginning of the JSON object of an account's job.</summary>
    public ReadOnlySpan<byte> JsonStart(string? accountName)
    {
        if (accountName is null) return _jsonStart;
        if (!_jsonStarts.TryGetValue(accountName, out var start))
            _jsonStarts[accountName] = start = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(_jsonStart)},\"AccountName\":{Quoted(accountName)}");
        return start;
    }

    public void Dispose()
    {
        // Its rows must not be read from what another page puts there.
        if (_buffers is { } buffers) _memory.Return(buffers);
        (_buffers, _body, _places) = (null, [], []);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JobColumn.Readable)}\"";

    private void Read(int length)
    {
        var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(_body, 0, length));
        reader.Read();
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Form.ListName))
                ReadJobs(ref reader);
            else if (reader.ValueTextEquals("NextToken"u8))
                ReadNextToken(ref reader);
            else
                reader.Skip();
        }
    }

    private void ReadNextToken(ref Utf8JsonReader reader)
    {
        reader.Read();
        NextToken = reader.GetString() is { Length: > 0 } token ? token : null;
    }

    private void ReadJobs(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return;
        Expect(ref reader, JsonTokenType.StartArray);
        var jobs = new List<JobRow>(JobListings.PageSize);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.StartObject);
            ReadJob(ref reader, _buffers!.PlacesOf(jobs.Count, Form.Columns.Length * 2));
            jobs.Add(_buffers.Row(jobs.Count).On(this));
        }

        Jobs = jobs;
    }

    private void ReadJob(ref Utf8JsonReader reader, Span<int> places)
    {
        var previous = -1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = Form.ColumnOf(ref reader, previous);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (column >= 0 && reader.TokenType != JsonTokenType.Null)
            {
                if (!Form.Columns[column].Accepts(ref reader)) throw new JsonException($"{Form.ListName}: {Form.Columns[column].Name} is a {reader.TokenType}.");
                reader.Skip();
                (places[column * 2], places[(column * 2) + 1]) = (start, (int)reader.BytesConsumed - start);
                previous = column;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (reader.TokenType != type) throw new JsonException($"{Form.ListName}: a {type} was expected, not a {reader.TokenType}.");
    }

    /// <summary>What the pages of one report take turns with: a page is more than a megabyte.</summary>
    internal sealed class Memory
    {
        private readonly ConcurrentBag<Buffers> _free = [];

        public Buffers Take() => _free.TryTake(out var free) ? free : new Buffers();

        public void Return(Buffers buffers) => _free.Add(buffers);
    }

    internal sealed class Buffers
    {
        // A length that is told is not believed beyond this before the bytes are there.
        private const int MaxAtOnce = 16 * 1024 * 1024;

        private const int Spare = 32 * 1024;

        private readonly List<JobRow> _rows = [];

        public byte[] Body { get; private set; } = [];

        /// <summary>Of the body, in bytes.</summary>
        public int Length { get; private set; }

        /// <summary>Where each value begins, and its length; zeros where there is none.</summary>
        public int[] Places { get; private set; } = [];

        public async Task ReadAsync(Stream body, long length, CancellationToken cancellationToken)
        {
            // More than the body has, so that its end is found without a larger buffer, and the next page fits, too.
            var expected = length is > 0 and < MaxAtOnce ? (int)length : 0;
            if (Body.Length <= expected) Body = new byte[expected + Spare];
            Length = 0;
            int read;
#pragma warning disable CA1835 // .NET Framework's streams know no Memory
            while ((read = await body.ReadAsync(Body, Length, Body.Length - Length, cancellationToken).ConfigureAwait(false)) > 0)
#pragma warning restore CA1835
            {
                Length += read;
                if (Length == Body.Length) Grow();
            }
        }

        /// <summary>The row of that number, whichever page it was on before.</summary>
        public JobRow Row(int number)
        {
            if (_rows.Count == number) _rows.Add(new JobRow(number));
            return _rows[number];
        }

        /// <summary>The places of one job, made empty.</summary>
        public Span<int> PlacesOf(int number, int length)
        {
            if (Places.Length < (number + 1) * length)
            {
                var places = Places;
                Array.Resize(ref places, Math.Max((number + 1) * length, JobListings.PageSize * length));
                Places = places;
            }

            var row = Places.AsSpan(number * length, length);
            row.Clear();
            return row;
        }

        private void Grow()
        {
            var body = Body;
            Array.Resize(ref body, body.Length * 2);
            Body = body;
        }
    }
}
