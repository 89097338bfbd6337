using System.Text;
using Leadline.InboundMail;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>Kinds of mail that were read wrongly once, by the marks M1 to M7 of what was found, with several of each kind.</summary>
public sealed class MailKindTests
{
    [Theory]
    [InlineData("x-uuencode", "begin 644 dot.bin\n#0V%T\n`\nend")]
    [InlineData("uuencode", "begin 644 dot.bin\n#0V%T\n`\nend")]
    [InlineData("x-uue", "begin 644 dot.bin\n#0V%T\n`\nend")]
    [InlineData("UUE", "begin 644 dot.bin\n#0V%T\n \nend")]
    [InlineData("X-UUENCODE (old)", "begin 0644 dot.bin\n#0V%T\n`\nend")]
    [InlineData("base64", "Q2F0")]
    [InlineData("BASE64", "Q2F0\n\n")]
    [InlineData("Base-64", "Q2F0")]
    [InlineData("\"base64\"", "Q2F0")]
    [InlineData("base64;", "Q2\nF0")]
    [InlineData("base64 (as usual)", " Q2F0 ")]
    [InlineData("quoted-printable", "C=61t=")]
    [InlineData("quoted_printable", "C=61=\nt=")]
    [InlineData("Quoted Printable", "=43at=")]
    [InlineData("8-bit", "Cat")]
    [InlineData("7bits", "Cat")]
    [InlineData("none", "Cat")]
    [InlineData("", "Cat")]
    public void M1_transfer_encodings_are_read_as_mailers_write_them(string encoding, string body)
    {
        foreach (var type in (string[])["image/png; name=\"dot.bin\"", "application/octet-stream; name=dot.bin"])
        {
            var alone = Read($"Content-Type: {type}\nContent-Transfer-Encoding: {encoding}\n\n{body}");
            var inParts = Read(
                $"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nWords\n--b\nContent-Type: {type}\n"
                + $"Content-Transfer-Encoding: {encoding}\n\n{body}\n--b--");

            Assert.Equal("dot.bin", alone.Files.Single().Name);
            Assert.Equal("Cat", Encoding.ASCII.GetString(alone.Files.Single().Content).Trim());
            Assert.Equal(("Words", "Cat"), (inParts.Text, Encoding.ASCII.GetString(inParts.Files.Single().Content).Trim()));
        }
    }

    [Theory]
    [InlineData("Q2F0cw", "Cats")]
    [InlineData("Q2F0cw=", "Cats")]
    [InlineData("Q2F0\ncyBh\nbmQ=", "Cats and")]
    [InlineData("Plain words, not encoded at all.", "Plain words, not encoded at all.")]
    [InlineData("Two words", "Two words")]
    public void M1_base64_that_is_damaged_or_was_never_encoded_is_read(string body, string text) =>
        Assert.Equal(text, Read($"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{body}").Text);

    [Fact]
    public void M1_files_within_the_text_are_files()
    {
        var mail = Read("Before\n\nbegin 644 dot.bin\n#0V%T\n`\nend\n\nBetween\nbegin 600 b.txt\n#0V%T\n \nend\nAfter\nbegin again, he said");

        Assert.Equal(["dot.bin 3", "b.txt 3"], mail.Files.Select(file => $"{file.Name} {file.Content.Length}"));
        Assert.Equal(["Before", "Between", "After", "begin again, he said"], mail.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("Content-Type: text/plain; name=\"m.txt\"\nContent-Disposition: inline\n\nThe words", "")]
    [InlineData("Content-Type: text/plain; name=\"m.txt\"\nContent-Disposition: attachment\n\nThe words", "m.txt")]
    [InlineData("Content-Type: text/html; name=\"m.html\"\nContent-Disposition: inline\n\n<p>The words</p>", "")]
    [InlineData("Content-Type: multipart/mixed\n\nThe words", "")]
    [InlineData("Content-Type: multipart/alternative; boundary=\"\"\n\nThe words", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\n\nThe words", "")]
    [InlineData("Content-Type: multipart/alternative; boundary=never\n\n<html><body>The words</body></html>", "")]
    [InlineData("Content-Type: multipart/mixed\n\n--other\nContent-Type: text/plain\n\nThe words\n--other--", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\n\n--other\nContent-Type: text/plain\n\nThe words\n--other\nContent-Type: text/csv; name=a.csv\n\n1\n--other--", "a.csv")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\nThe words\n--b\nContent-Type: text/csv; name=a.csv\n\n1\n--b--", "a.csv")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/csv; name=a.csv\n\n1\n--b--\nThe words", "a.csv")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nThe words\n--b\nContent-Type: text/html\n\n\n--b--", "")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n \n--b\nContent-Type: text/html\n\n<p>The words</p>\n--b--", "")]
    [InlineData("Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/plain; name=a\nContent-Disposition: inline\n\nThe words\n--b--", "")]
    [InlineData("Content-Type: text/plain; charset=\n\nThe words", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\nContent-Transfer-Encoding: base64\n\nVGhlIHdvcmRz", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\nContent-Transfer-Encoding: quoted-printable\n\nThe=20words=\n", "")]
    [InlineData("Content-Type: text/markdown\n\nThe words", "part1.md")]
    [InlineData("Content-Type: text/enriched\n\nThe words", "part1")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative\n\nThe words\n--b--", "")]
    public void M2_the_words_of_a_mail_are_never_lost(string body, string files)
    {
        var mail = Read(body);

        Assert.Equal("The words", mail.Text.Trim());
        Assert.Equal(files, string.Join(' ', mail.Files.Select(file => file.Name)));
    }

    [Fact]
    public void M2_text_and_html_that_follow_each_other_are_whole_in_either_form()
    {
        var mail = Read(
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nOne <1>\n--b\nContent-Type: text/html\n\n"
            + "<p>Two</p>\n--b\nContent-Type: text/plain\n\nThree\n--b--");

        Assert.Equal(["One <1>", "Two", "Three"], mail.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("One &lt;1&gt;", mail.Html, StringComparison.Ordinal);
        Assert.Contains("<p>Two</p>", mail.Html, StringComparison.Ordinal);
        Assert.Contains("Three", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90_000, 1)]
    [InlineData(900_000, 1)]
    [InlineData(400_000, 3)]
    public void M3_pictures_within_the_html_and_the_words_around_them_are_kept(int bytes, int pictures)
    {
        var picture = Convert.ToBase64String(new byte[bytes]);
        var html = string.Concat(Enumerable.Repeat($"<img src=\"data:image/png;base64,{picture}\">", pictures));

        var mail = Read($"Content-Type: text/html\n\n<p>Before</p>{html}<p>After</p>");

        Assert.Equal("Before\nAfter", mail.Text);
        Assert.EndsWith("<p>After</p>", mail.Html!.Trim(), StringComparison.Ordinal);
        Assert.True(mail.Html!.Contains(picture, StringComparison.Ordinal)
            || mail.Files.Count(file => file.Content.Length == bytes && file.ContentType == "image/png") == pictures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25)]
    [InlineData(300)]
    public void M3_files_are_kept_however_many_and_however_empty(int count)
    {
        var parts = string.Concat(Enumerable.Range(1, count).Select(
            i => $"--b\nContent-Type: application/pdf; name=report{i}.pdf\nContent-Disposition: attachment\n\n"));

        var mail = Read($"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe words\n{parts}--b--");

        Assert.Equal("The words", mail.Text);
        Assert.Equal(Enumerable.Range(1, count).Select(i => $"report{i}.pdf"), mail.Files.Select(file => file.Name));
        Assert.All(mail.Files, file => Assert.Empty(file.Content));
    }

    [Fact]
    public void M3_what_is_longer_than_is_kept_is_a_file_and_the_text_says_so()
    {
        var words = new string('w', 150_000);
        var text = Read($"\n{words} end");
        var html = Read($"Content-Type: text/html\n\n{string.Concat(Enumerable.Repeat("<p>words</p>", 50_000))}<p>end</p>");

        Assert.EndsWith("[The text goes on in message.txt.]", text.Text, StringComparison.Ordinal);
        Assert.EndsWith(" end", Encoding.UTF8.GetString(text.Files.Single().Content), StringComparison.Ordinal);
        Assert.Contains("message.html", html.Files.Select(file => file.Name));
        Assert.All([text.Text, html.Text], kept => Assert.InRange(kept.Length, 1, 100_000));
    }

    [Theory]
    [InlineData("X-Auto-Response-Suppress: All", null, false, false)]
    [InlineData("X-Auto-Response-Suppress: OOF, AutoReply", null, false, false)]
    [InlineData("Precedence: bulk", null, false, false)]
    [InlineData("Precedence: junk", null, false, false)]
    [InlineData("List-Id: <list.example.com>", null, false, false)]
    [InlineData("Auto-Submitted: auto-generated", null, true, false)]
    [InlineData("Return-Path: <>", null, true, false)]
    [InlineData("X-Mailer: PHPMailer", null, false, true)]
    [InlineData("Subject: Out of office lights do not work", null, false, true)]
    [InlineData("Content-Type: multipart/report; report-type=feedback-report; boundary=b", null, false, true)]
    [InlineData("Auto-Submitted: auto-replied", "Absence", true, false)]
    [InlineData("Auto-Submitted: auto-replied (vacation)", "Absence", true, false)]
    [InlineData("X-Autoreply: yes", "Absence", true, false)]
    [InlineData("Precedence: auto_reply", "Absence", true, false)]
    [InlineData("Auto-Submitted: auto-generated\nX-MS-Exchange-Inbox-Rules-Loop: a@example.com", "Absence", true, false)]
    [InlineData("X-Auto-Response-Suppress: All\nSubject: Automatic reply: Hello", "Absence", true, false)]
    [InlineData("Auto-Submitted: auto-generated\nSubject: Abwesenheitsnotiz", "Absence", true, false)]
    [InlineData("X-Failed-Recipients: b@example.com", "Bounce", true, false)]
    [InlineData("Return-Path: <>\nSubject: Undelivered Mail Returned to Sender", "Bounce", true, false)]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b", "Bounce", true, false)]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "Receipt", true, false)]
    public void M4_only_notices_are_told_from_requests_and_no_machine_is_answered(
        string header, string? notice, bool isAutomatic, bool isAnswerable)
    {
        var mail = Read($"{header}\n\nWords");

        Assert.Equal((notice, isAutomatic, isAnswerable), (mail.Notice?.ToString(), mail.IsAutomatic, mail.IsAnswerable));
    }

    [Theory]
    [InlineData("From: wordpress@example.com\nReply-To: Dee <dee@example.com>\nTo: desk@example.org", "dee@example.com|Dee|")]
    [InlineData("From: desk@example.org\nReply-To: dee@example.com\nTo: desk@example.org", "dee@example.com||")]
    [InlineData("From: Dee <dee@example.com>\nReply-To: desk@example.org", "dee@example.com|Dee|")]
    [InlineData("From: Dee <dee@example.com>\nReply-To: noreply@example.com", "dee@example.com|Dee|")]
    [InlineData("From: Dee <dee@example.com>\nReply-To: dee@example.com", "dee@example.com|Dee|")]
    [InlineData("From: Dee <dee@example.com>\nReply-To: list@example.net\nList-Post: <mailto:list@example.net>\nTo: list@example.net, desk@example.org", "dee@example.com|Dee|")]
    [InlineData("From: 'Dee' via Support <desk@example.org>\nX-Original-From: Dee <dee@example.com>", "dee@example.com|Dee|")]
    [InlineData("From: Dee <dee@example.com>\nTo: desk@example.org, Bob <bob@example.com>\nCc: carol@example.com, desk@example.org, dee@example.com", "dee@example.com|Dee|bob@example.com,carol@example.com")]
    [InlineData("From: Dee <dee@example.com>\nReply-To: d@example.com, e@example.com\nTo: desk@example.org", "d@example.com||e@example.com")]
    [InlineData("From: Dee <dee@example.com>\nTo: help@example.org\nCc: bob@example.com", "dee@example.com|Dee|bob@example.com")]
    [InlineData("Delivered-To: help@example.org\nFrom: Dee <dee@example.com>\nTo: help@example.org, bob@example.com", "dee@example.com|Dee|bob@example.com")]
    [InlineData("Sender: dee@example.com\nTo: desk@example.org", "dee@example.com||")]
    [InlineData("Reply-To: dee@example.com\nTo: desk@example.org", "dee@example.com||")]
    public void M5_it_is_known_whose_mail_it_is_and_who_else_is_answered(string headers, string people)
    {
        var read = MailPeople.Of(IncomingMail.Read(Encoding.UTF8.GetBytes($"{headers}\n\nWords")), "desk@example.org");

        Assert.Equal(people, $"{read.Customer}|{read.Name}|{string.Join(',', read.Others)}");
    }

    [Theory]
    [InlineData("Taro <taro..yamada@example.ne.jp>", "taro..yamada@example.ne.jp|Taro")]
    [InlineData("taro.@example.ne.jp (Taro)", "taro.@example.ne.jp|Taro")]
    [InlineData("Doe, Jane <jane@example.com>", "jane@example.com|Doe, Jane")]
    [InlineData("\"Jane \\\"JD\\\" Doe\" <jane@example.com>", "jane@example.com|Jane \"JD\" Doe")]
    [InlineData("jane@example.com (Jane Doe)", "jane@example.com|Jane Doe")]
    [InlineData("jane@example.com <jane@example.com>", "jane@example.com|jane@example.com")]
    [InlineData("\"jane@example.com\" <jane@example.com>", "jane@example.com|jane@example.com")]
    [InlineData("Jane Doe <jane@example.com", "jane@example.com|Jane Doe")]
    [InlineData("Jane Doe jane@example.com", "jane@example.com|Jane Doe")]
    [InlineData("Jane Doe [jane@example.com]", "jane@example.com|Jane Doe")]
    [InlineData("=?UTF-8?Q?Jane_=3Cjane=40example=2Ecom=3E?=", "jane@example.com|Jane")]
    [InlineData("\"Jane Doe <jane@example.com>\"", "jane@example.com|Jane Doe")]
    [InlineData("jane@example.com, Doe", "jane@example.com|")]
    [InlineData("mailto:jane@example.com", "jane@example.com|")]
    [InlineData("'Jane Doe' <jane@example.com>", "jane@example.com|Jane Doe")]
    [InlineData("Jane Doe <jane @example.com>", "jane@example.com|Jane Doe")]
    [InlineData("<jane@example.com>, ", "jane@example.com|")]
    [InlineData("jane@example.com.", "jane@example.com|")]
    [InlineData("Jörg <jörg@exämple.com>", "jörg@exämple.com|Jörg")]
    public void M6_an_address_that_a_person_can_read_is_enough(string from, string person)
    {
        var mail = Read("Words", from);

        Assert.Equal(person, $"{mail.From}|{mail.FromName}");
    }

    [Theory]
    [InlineData("cp932", "shift_jis", "日本語①")]
    [InlineData("ms932", "shift_jis", "日本語")]
    [InlineData("Windows-31J", "shift_jis", "髙橋様")]
    [InlineData("x-sjis", "shift_jis", "日本語")]
    [InlineData("x-ms-cp932", "shift_jis", "日本語")]
    [InlineData("cp936", "gbk", "你好")]
    [InlineData("x-gbk", "gbk", "你好")]
    [InlineData("ms936", "gbk", "你好")]
    [InlineData("cp949", "ks_c_5601-1987", "안녕")]
    [InlineData("x-windows-949", "ks_c_5601-1987", "안녕")]
    [InlineData("ms949", "ks_c_5601-1987", "안녕")]
    [InlineData("uhc", "ks_c_5601-1987", "안녕")]
    [InlineData("cp950", "big5", "你好")]
    [InlineData("x-big5", "big5", "你好")]
    [InlineData("big5-hkscs", "big5", "你好")]
    [InlineData("x-euc-jp", "euc-jp", "日本")]
    [InlineData("eucjp", "euc-jp", "日本")]
    [InlineData("cp1251", "windows-1251", "Привет")]
    [InlineData("win-1251", "windows-1251", "Привет")]
    [InlineData("windows1252", "windows-1252", "café €")]
    [InlineData("cp-1252", "windows-1252", "café €")]
    [InlineData("iso8859-2", "iso-8859-2", "źdźbło")]
    [InlineData("iso_8859-2", "iso-8859-2", "źdźbło")]
    [InlineData("8859_2", "iso-8859-2", "źdźbło")]
    [InlineData("latin2", "iso-8859-2", "źdźbło")]
    [InlineData("iso-8859-8-i", "iso-8859-8", "שלום")]
    [InlineData("iso-8859-11", "windows-874", "สวัสดี")]
    [InlineData("tis-620", "windows-874", "สวัสดี")]
    [InlineData("cp874", "windows-874", "สวัสดี")]
    [InlineData("utf8", "utf-8", "héllo ✅")]
    [InlineData("utf_8", "utf-8", "héllo ✅")]
    [InlineData("\"utf-8\"", "utf-8", "héllo ✅")]
    [InlineData("unicode-1-1-utf-8", "utf-8", "héllo ✅")]
    [InlineData("cp65001", "utf-8", "héllo ✅")]
    [InlineData("koi8-ru", "koi8-u", "Привіт")]
    [InlineData("x-mac-cyrillic", "x-mac-cyrillic", "Привет")]
    [InlineData("macroman", "macintosh", "café")]
    [InlineData("cp850", "ibm850", "café")]
    [InlineData("iso-2022-jp-1", "iso-2022-jp", "日本")]
    [InlineData("iso-2022-jp-ms", "iso-2022-jp", "日本")]
    [InlineData("cp50220", "iso-2022-jp", "日本")]
    [InlineData("csISO2022JP", "iso-2022-jp", "日本")]
    public void M7_charsets_are_known_by_all_names_that_mailers_give_them(string name, string encoding, string text)
    {
        var bytes = Encoding.GetEncoding(encoding).GetBytes(text);
        var word = $"=?{name.Trim('"')}?B?{Convert.ToBase64String(bytes)}?=";
        byte[] sent =
        [
            .. Encoding.ASCII.GetBytes(
                $"From: {word} <a@example.com>\nSubject: {word}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"
                + $"Content-Type: text/plain; charset={name}\nContent-Transfer-Encoding: 8bit\n\n"),
            .. bytes,
            .. Encoding.ASCII.GetBytes($"\n--b\nContent-Type: application/pdf; name=\"{word}\"\n\nx\n--b--"),
        ];

        var mail = IncomingMail.Read(sent);

        Assert.Equal((text, text, text), (mail.Subject, mail.FromName, mail.Text));
        Assert.Equal(text, mail.Files.Single().Name);
    }

    [Theory]
    [InlineData("=?UTF-8?B?4pyFIE9yZG?=\n =?UTF-8?B?VyIDQ3MTEg8J+YgA==?=", "✅ Order 4711 😀")]
    [InlineData("=?UTF-8?B?4pyFIE9yZGVyIDQ3MTEg8J+?=\n\t=?UTF-8?B?YgA==?=", "✅ Order 4711 😀")]
    [InlineData("=?utf-8?Q?=E2=9C=85_Order_4711_=F0=9F?= =?utf-8?Q?=98=80?=", "✅ Order 4711 😀")]
    [InlineData("=?UTF-8?Q?Order?= 4711", "Order 4711")]
    [InlineData("=?ISO-2022-JP?B?GyRCRnxLXA==?=\n =?ISO-2022-JP?B?GyRCOGwbKEI=?=", "日本語")]
    public void M7_words_that_are_cut_in_two_are_read(string sent, string subject) =>
        Assert.Equal(subject, IncomingMail.Read(Encoding.ASCII.GetBytes($"From: a@example.com\nSubject: {sent}\n\nText")).Subject);

    private static IncomingMail Read(string body, string from = "a@example.com") =>
        IncomingMail.Read(Encoding.UTF8.GetBytes($"From: {from}\n{(body is "Words" or ['B', 'e', 'f', ..] ? "\n" : "")}{body}"));
}
