using Leadline.Fields;
using Leadline.Platform;
using Xunit;

namespace Leadline.Tests.Platform;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("jane@example.com")]
    [InlineData(" JANE@example.com\t")]
    [InlineData("\u200bjane@example.com")]
    [InlineData("jane@example.com\ufeff")]
    [InlineData("\u202ajane@example.com\u202c")]
    [InlineData("ja\u00adne@exam\u2060ple.com")]
    [InlineData("<jane@example.com>")]
    [InlineData("Jane Doe <jane@example.com>")]
    [InlineData("\"Doe, Jane\" <jane@example.com>,")]
    [InlineData("jane@example.com (Jane Doe)")]
    [InlineData("mailto:jane@example.com")]
    [InlineData("<MAILTO:jane@example.com?subject=Hello>")]
    [InlineData("E-mail: jane@example.com")]
    [InlineData("SMTP:jane@example.com")]
    [InlineData("jane@example.com,")]
    [InlineData("jane@example.com;")]
    [InlineData("jane@example.com.")]
    [InlineData("'jane@example.com'")]
    [InlineData("“jane@example.com”")]
    [InlineData("jane@example.com\u00a0")]
    public void What_stands_around_an_address_is_no_part_of_it(string sent)
    {
        Assert.Equal("jane@example.com", EmailAddress.Read(sent), ignoreCase: true);
        Assert.Equal("jane@example.com", EmailAddress.Key(sent));
        Assert.Equal("jane@example.com", Coerced(sent), ignoreCase: true);
    }

    [Theory]
    [InlineData("jane.example.com")]
    [InlineData("jane@example.com, john@example.com")]
    [InlineData("jane@example.com,john")]
    [InlineData("jane doe@example.com")]
    [InlineData("jane@exam ple.com")]
    [InlineData("jane@")]
    [InlineData("<>")]
    [InlineData("jane@@example.com")]
    [InlineData("jane@example.com\r\nBcc: x")]
    public void What_is_not_one_address_is_refused(string sent)
    {
        Assert.Null(EmailAddress.Read(sent));
        Assert.Null(Coerced(sent));
    }

    [Theory]
    [InlineData("jose\u0301@example.com", "jos\u00e9@example.com")]
    [InlineData("JOSE\u0301@EXAMPLE.com", "jos\u00e9@example.com")]
    [InlineData("jane@b\u00fccher.example", "jane@xn--bcher-kva.example")]
    [InlineData("jane@bu\u0308cher.example", "jane@xn--bcher-kva.example")]
    [InlineData("jane@B\u00dcCHER.example", "jane@xn--bcher-kva.example")]
    [InlineData("Jane@XN--BCHER-KVA.example", "jane@xn--bcher-kva.example")]
    [InlineData("jane@例え。テスト", "jane@xn--r8jz45g.xn--zckzah")]
    [InlineData("jane@stra\u00dfe.example", "jane@xn--strae-oqa.example")]
    [InlineData("jane@-bad\u00fc-.example", "jane@-bad\u00fc-.example")]
    [InlineData("taro..yamada@example.ne.jp", "taro..yamada@example.ne.jp")]
    public void All_spellings_of_an_address_share_a_key(string sent, string key)
    {
        Assert.Equal(key, EmailAddress.Key(sent));
        Assert.Equal(key, EmailAddress.Key(EmailAddress.Read(sent)!));
    }

    [Fact]
    public void An_address_is_kept_as_it_was_written() =>
        Assert.Equal("Jos\u00e9@B\u00fccher.example", Coerced("<Jose\u0301@Bu\u0308cher.example>"));

    [Fact]
    public void Spellings_have_the_domain_as_people_and_as_machines_write_it() => Assert.Equal(
        ["jane@xn--bcher-kva.example", "jane@b\u00fccher.example"], EmailAddress.Spellings("Jane@B\u00fccher.example"));

    private static string? Coerced(string sent)
    {
        var field = new FieldDefinition { SchemaName = "EmailAddress", DisplayName = "Email", Type = FieldType.Email };
        return FieldRules.Coerce(field, sent, new FieldContext("91", CheckOptions: false)).Value;
    }
}
