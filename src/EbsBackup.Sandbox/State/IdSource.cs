namespace EbsBackup.Sandbox.State;

/// <summary>Ids as AWS forms them, the same for the same seed and the same calls.</summary>
public sealed class IdSource(ulong seed)
{
    private ulong _state = seed;

    /// <summary><c>snap-0123456789abcdef0</c>: AWS's long ids begin with a zero.</summary>
    public string Resource(string prefix) => $"{prefix}-0{Next():x16}";

    public string Guid() => new System.Guid(BitConverter.GetBytes(Next()).Concat(BitConverter.GetBytes(Next())).ToArray()).ToString();

    public string AccessKeyId(string prefix) => prefix + Base32(16);

    public string Secret() => Convert.ToBase64String([.. Enumerable.Range(0, 4).SelectMany(_ => BitConverter.GetBytes(Next()))])[..40];

    /// <summary>Evenly between nothing and <paramref name="most"/>.</summary>
    public TimeSpan UpTo(TimeSpan most) => most <= TimeSpan.Zero ? TimeSpan.Zero : most * ((Next() >> 11) * (1.0 / (1UL << 53)));

    public ulong Next()
    {
        // SplitMix64, https://prng.di.unimi.it/splitmix64.c (public domain)
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private string Base32(int length)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var chars = new char[length];
        for (var i = 0; i < length; i++) chars[i] = Alphabet[(int)(Next() & 31)];
        return new string(chars);
    }
}
