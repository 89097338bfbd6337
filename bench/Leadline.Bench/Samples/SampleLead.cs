using System.Text;
using Leadline.Bench.Load;

namespace Leadline.Bench.Samples;

/// <summary>
/// The lead of one index: twelve fields, four of them custom. A pure function of the seed and the index (below
/// 1,000,000,000), so that a later run knows what an earlier one stored. A revision is what the same person sends at
/// another time: name, e-mail, phone and PAN stay.
/// </summary>
internal readonly struct SampleLead(long seed, long index, long revision = 0)
{
    private const long Phones = 1_000_000_000;
    private const long PanNumbers = 26L * 26 * 26 * 26 * 26 * 10_000;

    // Prime to both ranges, so that multiplying by it shuffles them without a repeat.
    private const long Shuffle = 387_420_489;

    private static readonly string[] Fields =
    [
        "FirstName", "LastName", "EmailAddress", "Phone", "Company", "JobTitle", "Source", "SourceCampaign",
        "mx_City", "mx_State", "mx_Zip", "mx_PAN_Number",
    ];

    private static readonly byte[][] AttributeStarts =
        Encode([.. Fields.Select(field => $"{{\"Attribute\":\"{field}\",\"Value\":\"")]);

    private static readonly byte[][] MemberStarts = Encode([.. Fields.Select(field => $"\"{field}\":\"")]);

    private static readonly byte[][] FirstNames = Encode(Names.First);
    private static readonly byte[][] LastNames = Encode(Names.Last);
    private static readonly byte[][] LowerFirstNames = Encode([.. Names.First.Select(name => name.ToLowerInvariant())]);
    private static readonly byte[][] LowerLastNames = Encode([.. Names.Last.Select(name => name.ToLowerInvariant())]);
    private static readonly byte[][] Cities = Encode([.. Place.All.Select(place => place.City)]);
    private static readonly byte[][] States = Encode([.. Place.All.Select(place => place.State)]);
    private static readonly byte[][] PostCodes = Encode([.. Place.All.Select(place => place.PostCode)]);

    private static readonly byte[][] Trades = Encode(
    [
        "Traders", "Industries", "Textiles", "Motors", "Foods", "Exports", "Infotech", "Constructions",
        "Pharma", "Logistics", "Realty", "Academy", "Travels", "Foundry",
    ]);

    private static readonly byte[][] JobTitles = Encode(
    [
        "Owner", "Director", "Manager", "Purchase Manager", "Sales Executive", "Engineer", "Accountant",
        "Principal", "Student", "Consultant", "Doctor",
    ]);

    private static readonly byte[][] Sources = Encode(
    [
        "Google Ads", "Facebook", "Website", "Referral", "Walk In", "Trade Fair", "Phone Call", "LinkedIn",
    ]);

    private static readonly byte[][] Campaigns = Encode(
    [
        "Diwali Offer", "Summer Intake", "New Year", "Monsoon Sale", "Brand Search", "Retargeting",
        "Newsletter 12", "Open House",
    ]);

    private readonly ulong person = Mix((ulong)seed, (ulong)index);
    private readonly ulong moment = Mix((ulong)index, (ulong)revision + 1);

    public int LastNameNumber => Pick(person, 8, LastNames.Length);

    /// <summary>A number as random as any, of this lead and revision alone.</summary>
    public ulong Random => moment;

    /// <summary>Scrambles two numbers into one (the finish of SplitMix64).</summary>
    public static ulong Mix(ulong first, ulong second)
    {
        var mixed = (first * 0x9E3779B97F4A7C15) + second + 0x632BE59BD9B4E019;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>
    /// The fields as LeadSquared's writes take them, between the brackets: {"Attribute":..,"Value":..},...
    /// </summary>
    public void WriteAttributes(RequestBuffer request) => Write(request, AttributeStarts, "\"}"u8);

    /// <summary>The fields as members of a JSON object, without its braces.</summary>
    public void WriteMembers(RequestBuffer request) => Write(request, MemberStarts, "\""u8);

    /// <summary>The names of the fields, as the header of a CSV file.</summary>
    public static string CsvHeader => string.Join(',', Fields);

    /// <summary>The fields as a row of CSV; none needs quotation marks.</summary>
    public void WriteCsv(RequestBuffer file)
    {
        for (var field = 0; field < Fields.Length; field++)
        {
            if (field > 0) file.Append((byte)',');
            WriteValue(file, field);
        }

        file.Append((byte)'\n');
    }

    /// <summary>One of the twelve fields, with its value.</summary>
    public (string Field, string Value) Value(int field)
    {
        var value = new RequestBuffer();
        WriteValue(value, field);
        return (Fields[field], Encoding.ASCII.GetString(value.Written));
    }

    /// <summary>Such as asha.rao.1234@example.com.</summary>
    public void WriteEmailAddress(RequestBuffer request, ReadOnlySpan<byte> at)
    {
        request.Append(LowerFirstNames[Pick(person, 0, LowerFirstNames.Length)]);
        request.Append((byte)'.');
        request.Append(LowerLastNames[LastNameNumber]);
        request.Append((byte)'.');
        request.Append(index);
        request.Append(at);
        request.Append("example.com"u8);
    }

    /// <summary>The ten digits without the country code.</summary>
    public void WritePhoneDigits(RequestBuffer request)
    {
        request.Append((byte)'9');
        request.AppendDigits(((index * Shuffle) + Offset(Phones)) % Phones, 9);
    }

    /// <summary>Five letters, four digits, a letter; the fourth letter is P as on every person's card.</summary>
    public void WritePanNumber(RequestBuffer request)
    {
        var number = ((index * Shuffle) + Offset(PanNumbers)) % PanNumbers;
        var letters = number / 10_000;
        for (var place = 0; place < 3; place++, letters /= 26) request.Append((byte)('A' + (letters % 26)));
        request.Append((byte)'P');
        request.Append((byte)('A' + (letters % 26)));
        request.AppendDigits(number % 10_000, 4);
        request.Append((byte)('A' + (letters / 26 % 26)));
    }

    private void Write(RequestBuffer request, byte[][] starts, ReadOnlySpan<byte> end)
    {
        for (var field = 0; field < starts.Length; field++)
        {
            if (field > 0) request.Append((byte)',');
            request.Append(starts[field]);
            WriteValue(request, field);
            request.Append(end);
        }
    }

    private void WriteValue(RequestBuffer request, int field)
    {
        switch (field)
        {
            case 0: request.Append(FirstNames[Pick(person, 0, FirstNames.Length)]); break;
            case 1: request.Append(LastNames[LastNameNumber]); break;
            case 2: WriteEmailAddress(request, "@"u8); break;
            case 3:
                request.Append("+91-"u8);
                WritePhoneDigits(request);
                break;
            case 4:
                request.Append(LastNames[Pick(moment, 0, LastNames.Length)]);
                request.Append((byte)' ');
                request.Append(Trades[Pick(moment, 8, Trades.Length)]);
                break;
            case 5: request.Append(JobTitles[Pick(moment, 16, JobTitles.Length)]); break;
            case 6: request.Append(Sources[Pick(moment, 24, Sources.Length)]); break;
            case 7: request.Append(Campaigns[Pick(moment, 32, Campaigns.Length)]); break;
            case 8: request.Append(Cities[PlaceNumber]); break;
            case 9: request.Append(States[PlaceNumber]); break;
            case 10:
                request.Append(PostCodes[PlaceNumber]);
                request.AppendDigits((long)(person >> 40) % 1000, 3);
                break;
            case 11: WritePanNumber(request); break;
        }
    }

    private int PlaceNumber => Pick(person, 24, Cities.Length);

    private long Offset(long range) => (long)(Mix((ulong)seed, 0) % (ulong)range);

    private static int Pick(ulong from, int shift, int count) => (int)((from >> shift & 0xFFFF) * (ulong)count >> 16);

    private static byte[][] Encode(string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
