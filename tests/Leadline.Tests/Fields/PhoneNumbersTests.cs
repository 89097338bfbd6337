using Leadline.Fields;
using PhoneNumbers;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class PhoneNumbersTests
{
    [Theory]
    [InlineData("91", "9999999999", "+91-9999999999")]
    [InlineData("+91", "99999 99999", "+91-9999999999")]
    [InlineData("91", "(999) 999-9999", "+91-9999999999")]
    [InlineData("91", "999.999.9999", "+91-9999999999")]
    [InlineData("91", "09999999999", "+91-9999999999")]
    [InlineData("91", "919999999999", "+91-9999999999")]
    [InlineData("91", "0919999999999", "+91-9999999999")]
    [InlineData("91", "+919999999999", "+919999999999")]
    [InlineData("91", "+91-9999999999", "+91-9999999999")]
    [InlineData("91", "+1 (415) 555-0100", "+1 (415) 555-0100")]
    [InlineData("91", "0014155550100", "0014155550100")]
    [InlineData("91", "12345", "12345")]
    [InlineData("91", "1234567890123", "1234567890123")]
    [InlineData("91", "9999999999/8", "9999999999/8")]
    [InlineData("44", "02079460958", "+44-2079460958")]
    [InlineData("7", "8 (912) 345-67-89", "+7-9123456789")]
    [InlineData("7", "8 (701) 234-56-78", "+7-7012345678")]
    [InlineData("55", "(55) 99912-3456", "+55-55999123456")]
    [InlineData("49", "0491 92712345", "+49-49192712345")]
    [InlineData("39", "06 698 12345", "+39-0669812345")]
    [InlineData("1", "1 (876) 555-0123", "+1-8765550123")]
    [InlineData("91", "९८१११ ००००३", "+91-9811100003")]
    [InlineData("91", "tel:9811100003", "+91-9811100003")]
    [InlineData("91", "'9811100003", "+91-9811100003")]
    [InlineData("91", "=\"9811100003\"", "+91-9811100003")]
    [InlineData("91", "9811100003,", "+91-9811100003")]
    [InlineData("91", "9811100003.0", "+91-9811100003")]
    [InlineData("91", "09811100003,00", "+91-9811100003")]
    [InlineData("91", "919811100003.0", "+91-9811100003")]
    [InlineData("91", "+919811100003.0", "+919811100003")]
    [InlineData("1", "(415) 555-0000", "+1-4155550000")]
    [InlineData("1", "415.555.0000", "+1-4155550000")]
    [InlineData("1", "415555.0000", "+1-4155550000")]
    [InlineData("91", "080 4123 4567 ext. 12", "+91-8041234567 ext. 12")]
    [InlineData("91", "\u202a+91 98111 00003\u202c", "+91 98111 00003")]
    [InlineData("91", "p:+919811100003", "+919811100003")]
    [InlineData("91", "tel:+1-201-555-0123;ext=12", "+1-2015550123 ext. 12")]
    [InlineData("91", "tel:555-0123;phone-context=+1-201", "+1-2015550123")]
    [InlineData("91", "(+44) 20 7946 0958", "(+44) 20 7946 0958")]
    [InlineData("91", "*123#", "*123#")]
    [InlineData(null, "9999999999", "9999999999")]
    [InlineData("", "9999999999", "9999999999")]
    public void A_plain_national_number_takes_the_country_code(string? countryCode, string raw, string expected)
    {
        var field = new FieldDefinition { SchemaName = "Phone", DisplayName = "Phone", Type = FieldType.Phone };

        Assert.Equal(expected, FieldRules.Coerce(field, raw, new FieldContext(countryCode, CheckOptions: false)).Value);
    }

    [Theory]
    [InlineData("91", "+91-9999999999", "919999999999")]
    [InlineData("91", "+919999999999", "919999999999")]
    [InlineData("91", "00919999999999", "919999999999")]
    [InlineData("91", "919999999999", "919999999999")]
    [InlineData("91", "9999999999", "919999999999")]
    [InlineData("91", "09999999999", "919999999999")]
    [InlineData("91", "9199999999", "919199999999")]
    [InlineData("91", " +91 99999-99999 ", "919999999999")]
    [InlineData("91", "+1 415 555 0100", "14155550100")]
    [InlineData("1", "14155550100", "14155550100")]
    [InlineData("1", "4155550100", "14155550100")]
    [InlineData(null, "+91-9999999999", "919999999999")]
    [InlineData(null, "0091 9999999999", "919999999999")]
    [InlineData(null, "09999999999", "09999999999")]
    [InlineData("44", "+44 20 7946 0958", "442079460958")]
    [InlineData("44", "+44 (0)20 7946 0958", "442079460958")]
    [InlineData("91", "0044 (0)20 7946 0958", "442079460958")]
    [InlineData(null, "0044 (0)20 7946 0958", "442079460958")]
    [InlineData("1", "011 44 20 7946 0958", "442079460958")]
    [InlineData("91", "\u202a+44 20 7946 0777\u202c", "442079460777")]
    [InlineData("91", "TEL:+442079460777", "442079460777")]
    [InlineData("91", "p:+44 20 7946 0777", "442079460777")]
    [InlineData("91", "Phone: +44 20 7946 0777;", "442079460777")]
    [InlineData("91", "(+44) 20 7946 0777", "442079460777")]
    [InlineData("91", "＋４４ ２０ ７９４６ ０７７７", "442079460777")]
    [InlineData("91", "+91 (0)98111 00001", "919811100001")]
    [InlineData("91", "+91 098111 00001", "919811100001")]
    [InlineData("7", "+7 912 345-67-89", "79123456789")]
    [InlineData("7", "8 (912) 345-67-89", "79123456789")]
    [InlineData("7", "+7-89123456789", "79123456789")]
    [InlineData("54", "011 15 2345-6789", "5491123456789")]
    [InlineData("54", "+54 9 11 2345 6789", "5491123456789")]
    [InlineData("1", "+1 415 555 0100 ext. 12", "14155550100x12")]
    [InlineData("1", "(415) 555-0100 x12", "14155550100x12")]
    [InlineData("1", "(415) 555-0100 x13", "14155550100x13")]
    [InlineData("91", "12345", "9112345")]
    [InlineData("999", "0123456789", "999123456789")]
    public void Two_spellings_of_a_number_share_a_key(string? countryCode, string value, string expected) =>
        Assert.Equal(expected, ValueKey.From(FieldType.Phone, value, countryCode));

    [Fact]
    public void A_key_is_its_own_key()
    {
        const string key = "919999999999";

        Assert.Equal(key, ValueKey.From(FieldType.Phone, key, "91"));
        Assert.Same(key, ValueKey.From(FieldType.Phone, key, null));
    }

    [Theory]
    [InlineData("9811100003.5")]
    [InlineData("9.811100003E+09")]
    [InlineData("1800-FLOWERS")]
    [InlineData("98111 00003 x y")]
    [InlineData("A9811100003")]
    [InlineData("98111\t00003")]
    [InlineData("p:")]
    public void What_would_become_a_wrong_number_is_refused(string raw)
    {
        var field = new FieldDefinition { SchemaName = "Phone", DisplayName = "Phone", Type = FieldType.Phone };

        Assert.NotNull(FieldRules.Coerce(field, raw, new FieldContext("91", CheckOptions: false)).Failure);
        Assert.Equal("", ValueKey.From(FieldType.Phone, raw, "91"));
    }

    /// <summary>Every kind of number of every country that the library knows, dialled in that country and from abroad.</summary>
    [Fact]
    public void Each_countrys_numbers_are_read_by_its_own_rules()
    {
        var library = PhoneNumberUtil.GetInstance();
        var examples = (
            from region in library.GetSupportedRegions()
            from type in Enum.GetValues<PhoneNumberType>()
            where type is not (PhoneNumberType.UNKNOWN or PhoneNumberType.FIXED_LINE_OR_MOBILE)
            let number = library.GetExampleNumberForType(region, type)
            where number is not null && library.IsValidNumber(number)
            select (Region: region, Type: type, Number: number)).ToList();
        var wrong = new List<string>();
        foreach (var (region, type, number) in examples)
        {
            var code = $"{number.CountryCode}";
            var national = library.GetNationalSignificantNumber(number);
            Same(library.Format(number, PhoneNumberFormat.E164));
            Same(library.Format(number, PhoneNumberFormat.INTERNATIONAL));
            Same(library.Format(number, PhoneNumberFormat.RFC3966));
            Same(library.Format(number, PhoneNumberFormat.NATIONAL));
            Same($"+{code}-{national}");

            void Same(string spelling)
            {
                var key = ValueKey.From(FieldType.Phone, spelling, code);
                var stored = global::Leadline.Fields.PhoneNumbers.Read(spelling, code)?.Stored;
                if (key != code + national)
                    wrong.Add($"{region} {type} {spelling}: {key}");
                if (!spelling.Contains('+') && stored != $"+{code}-{national}")
                    wrong.Add($"{region} {type} {spelling} is stored as {stored}");
            }
        }

        Assert.True(examples.Select(example => example.Region).Distinct().Count() > 200);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(91, "6789")]
    [InlineData(1, "23456789")]
    [InlineData(7, "789")]
    [InlineData(20, "1")]
    [InlineData(27, "678")]
    [InlineData(33, "67")]
    [InlineData(34, "67")]
    [InlineData(39, "3")]
    [InlineData(44, "7")]
    [InlineData(49, "1")]
    [InlineData(52, "123456789")]
    [InlineData(55, "123456789")]
    [InlineData(61, "14")]
    [InlineData(62, "8")]
    [InlineData(65, "89")]
    [InlineData(81, "789")]
    [InlineData(86, "1")]
    [InlineData(92, "3")]
    [InlineData(234, "789")]
    [InlineData(254, "17")]
    [InlineData(880, "1")]
    [InlineData(966, "5")]
    [InlineData(971, "5")]
    public void A_mobile_number_that_is_told_without_the_library_is_the_one_that_it_would_read(int code, string first)
    {
        var library = PhoneNumberUtil.GetInstance();
        var region = library.GetRegionCodeForCountryCode(code);
        var random = new Random(code);
        var told = 0;
        for (var round = 0; round < 5000; round++)
        {
            var digits = first[random.Next(first.Length)] + string.Concat(
                Enumerable.Range(0, random.Next(6, 12)).Select(_ => (char)('0' + random.Next(10))));
            if (MobileNumbers.ForCallingCode(code)?.Holds(digits) != true)
                continue;
            told++;
            foreach (var spelling in new[] { digits, $"+{code}-{digits}" })
            {
                var number = library.Parse(spelling, region);
                Assert.True(library.IsValidNumber(number));
                Assert.Equal($"+{code}{digits}", library.Format(number, PhoneNumberFormat.E164));
            }
        }

        Assert.True(told > 50, $"{told} told");
    }

    [Theory]
    [InlineData("91")]
    [InlineData("1")]
    [InlineData("7")]
    [InlineData("39")]
    [InlineData("44")]
    [InlineData("49")]
    [InlineData("52")]
    [InlineData("54")]
    [InlineData("55")]
    [InlineData("971")]
    [InlineData("999")]
    [InlineData(null)]
    public void What_is_stored_has_the_key_of_what_was_sent(string? countryCode)
    {
        const string alphabet = "01234567890123456789012345678901234567890123456789 -()+.x,;#\u200e٣";
        var field = new FieldDefinition { SchemaName = "Phone", DisplayName = "Phone", Type = FieldType.Phone };
        var context = new FieldContext(countryCode, CheckOptions: false);
        var random = new Random(4711);
        var stored = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var raw = string.Concat(Enumerable.Range(0, random.Next(1, 26)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (FieldRules.Coerce(field, raw, context).Value is not { } value)
                continue;
            stored++;
            Assert.Equal(ValueKey.From(FieldType.Phone, raw, countryCode), ValueKey.From(FieldType.Phone, value, countryCode));
            Assert.Equal(value, FieldRules.Coerce(field, value, context).Value);
        }

        Assert.True(stored > 5_000);
    }
}
