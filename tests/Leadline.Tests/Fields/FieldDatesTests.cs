using System.Globalization;
using Leadline.Fields;
using Leadline.Platform.Errors;
using Xunit;

namespace Leadline.Tests.Fields;

public sealed class FieldDatesTests
{
    private static readonly FieldContext Context = new(null, CheckOptions: false);

    [Theory]
    [InlineData("2016-07-07 10:55:00", "2016-07-07 10:55:00.000")]
    [InlineData("2016-07-07 10:55:00.1", "2016-07-07 10:55:00.100")]
    [InlineData("2016-07-07 10:55:00.123456", "2016-07-07 10:55:00.123")]
    [InlineData("2016-07-07 10:55:00.9999999", "2016-07-07 10:55:00.999")]
    [InlineData("2016-07-07T10:55:00Z", "2016-07-07 10:55:00.000")]
    [InlineData("2016-07-07T10:55:00.5Z", "2016-07-07 10:55:00.500")]
    [InlineData("2016-07-07T10:55:00", "2016-07-07 10:55:00.000")]
    [InlineData("2016-07-07T10:55:00+05:30", "2016-07-07 05:25:00.000")]
    [InlineData("2016-07-07 00:10:00-08:00", "2016-07-07 08:10:00.000")]
    [InlineData("2016-07-07 10:55", "2016-07-07 10:55:00.000")]
    [InlineData("2016-07-07", "2016-07-07 00:00:00.000")]
    [InlineData("  2016-07-07  ", "2016-07-07 00:00:00.000")]
    [InlineData("2024-02-29 00:00:00", "2024-02-29 00:00:00.000")]
    [InlineData("9999-12-31 23:59:59", "9999-12-31 23:59:59.000")]
    public void A_moment_is_stored_in_utc_with_milliseconds(string raw, string expected) =>
        Assert.Equal(expected, Coerce(FieldType.DateTime, raw).Value);

    [Theory]
    [InlineData("2016-07-07", "2016-07-07 00:00:00.000")]
    [InlineData("2016-07-07 10:55:00", "2016-07-07 00:00:00.000")]
    [InlineData("2016-07-07T00:00:00+05:30", "2016-07-07 00:00:00.000")]
    public void A_date_is_the_day_as_written(string raw, string expected) =>
        Assert.Equal(expected, Coerce(FieldType.Date, raw).Value);

    [Theory]
    [InlineData("10:55:01", "10:55:01")]
    [InlineData("10:55", "10:55:00")]
    [InlineData("9:05 PM", "21:05:00")]
    [InlineData("12:00 AM", "00:00:00")]
    [InlineData("10:55:01.5", "10:55:01")]
    [InlineData("2016-07-07 10:55:01", "10:55:01")]
    public void A_time_is_stored_with_seconds(string raw, string expected) =>
        Assert.Equal(expected, Coerce(FieldType.Time, raw).Value);

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss")]
    [InlineData("2023-02-29")]
    [InlineData("2026-13-01")]
    [InlineData("2026-00-10")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("2026-01-01 24:00:00")]
    [InlineData("2026-01-01 10:60:00")]
    [InlineData("01/02/2026")]
    [InlineData("7/31/2026 5:33:50 AM")]
    [InlineData("2026-1-1")]
    [InlineData("tomorrow")]
    [InlineData("1785350199000")]
    [InlineData("0001-01-01T00:00:00+05:00")]
    [InlineData("2026-01-01 10:00:00 extra")]
    public void Any_other_form_is_refused(string raw)
    {
        Assert.Equal(ErrorCode.InvalidDataType, Coerce(FieldType.DateTime, raw).Failure?.Code);
        if (!raw.StartsWith("0001", StringComparison.Ordinal))
            Assert.Equal(ErrorCode.InvalidDataType, Coerce(FieldType.Date, raw).Failure?.Code);
    }

    [Theory]
    [InlineData("25:00")]
    [InlineData("10:60:00")]
    [InlineData("noon")]
    [InlineData("13:00 PM")]
    public void Any_other_time_is_refused(string raw) =>
        Assert.Equal(ErrorCode.InvalidDataType, Coerce(FieldType.Time, raw).Failure?.Code);

    [Fact]
    public void Every_spelling_of_a_moment_is_stored_as_the_same_text()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 2000; round++)
        {
            var moment = new DateTime(random.NextInt64(DateTime.UnixEpoch.Ticks, new DateTime(2100, 1, 1).Ticks), DateTimeKind.Utc);
            moment = moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMillisecond));
            var offset = TimeSpan.FromMinutes(15 * random.Next(-48, 57));
            var expected = moment.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
            string[] spellings =
            [
                expected,
                moment.ToString("O", CultureInfo.InvariantCulture),
                moment.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                new DateTimeOffset(moment).ToOffset(offset).ToString("O", CultureInfo.InvariantCulture),
                new DateTimeOffset(moment).ToOffset(offset).ToString("yyyy-MM-dd HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture),
            ];

            Assert.All(spellings, spelling => Assert.Equal(expected, Coerce(FieldType.DateTime, spelling).Value));
        }
    }

    [Fact]
    public void Garbage_is_refused_and_what_is_stored_stays_itself()
    {
        const string alphabet = "0123456789-: TZ.+/AMP";
        var random = new Random(7);
        foreach (var type in new[] { FieldType.DateTime, FieldType.Date, FieldType.Time })
        {
            for (var round = 0; round < 20_000; round++)
            {
                var text = string.Create(random.Next(1, 24), random, (span, source) =>
                {
                    for (var index = 0; index < span.Length; index++)
                        span[index] = alphabet[source.Next(alphabet.Length)];
                });
                var coerced = Coerce(type, text);
                if (coerced.Value is { } value)
                    Assert.Same(value, Coerce(type, value).Value);
            }
        }
    }

    private static Coerced Coerce(FieldType type, string raw) =>
        FieldRules.Coerce(new FieldDefinition { SchemaName = "mx_Date", DisplayName = "Date", Type = type }, raw, Context);
}
