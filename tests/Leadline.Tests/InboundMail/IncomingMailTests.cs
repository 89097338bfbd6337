using System.Text;
using Leadline.InboundMail;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>Mail in the shapes that real programs give it.</summary>
public sealed class IncomingMailTests
{
    [Fact]
    public void A_plain_mail_with_folded_headers_is_read()
    {
        var mail = Read("""
            Return-Path: <asha@example.com>
            Received: from mx.example.com (mx.example.com [192.0.2.1])
            	by desk.example.com; Sat, 21 Nov 2026 12:00:00 +0000
            From: "Rao, Asha" <asha@example.com>
            To: Desk <desk@example.com>,
             "Smith, John" <john@example.org>
            Cc: team: one@example.com, two@example.com;
            Subject: The printer
             is on fire
            Message-ID: <abc.123@example.com>
            In-Reply-To: <first@example.com>
            References: <root@example.com>
            	<first@example.com>
            Date: Sat, 21 Nov 2026 12:00:00 +0000

            Please help.

            Asha
            """);

        Assert.Equal(("asha@example.com", "Rao, Asha"), (mail.From, mail.FromName));
        Assert.Equal(["desk@example.com", "john@example.org"], mail.Recipients);
        Assert.Equal(["one@example.com", "two@example.com"], mail.Copies);
        Assert.Equal("The printer is on fire", mail.Subject);
        Assert.Equal("<abc.123@example.com>", mail.MessageId);
        Assert.Equal(["<first@example.com>", "<root@example.com>"], mail.Answers);
        Assert.Equal("Please help.\n\nAsha", mail.Text);
        Assert.Null(mail.Html);
        Assert.False(mail.IsAutomatic);
    }

    [Fact]
    public void Webmail_sends_text_and_html_quoted_printable()
    {
        var mail = Read("""
            MIME-Version: 1.0
            From: =?UTF-8?Q?Jos=C3=A9_Garc=C3=ADa?= <jose@example.com>
            Subject: =?UTF-8?B?UmU6IMK/RMOzbmRlIGVzdMOhIG1pIHBlZGlkbz8=?=
            To: desk@example.com
            Content-Type: multipart/alternative; boundary="000000000000a1b2c3"

            This is a multi-part message in MIME format.
            --000000000000a1b2c3
            Content-Type: text/plain; charset="UTF-8"
            Content-Transfer-Encoding: quoted-printable

            Buenos d=C3=ADas, una l=C3=ADnea muy larga que el programa de correo part=
            i=C3=B3 en dos.   =
            
            =20
            El precio =3D 5=E2=82=AC
            --000000000000a1b2c3
            Content-Type: text/html; charset="UTF-8"
            Content-Transfer-Encoding: quoted-printable

            <div dir=3D"ltr">Buenos d=C3=ADas</div>

            --000000000000a1b2c3--
            """);

        Assert.Equal("José García", mail.FromName);
        Assert.Equal("Re: ¿Dónde está mi pedido?", mail.Subject);
        Assert.StartsWith("Buenos días, una línea muy larga que el programa de correo partió en dos.", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("El precio = 5€", mail.Text, StringComparison.Ordinal);
        Assert.Equal("<div dir=\"ltr\">Buenos días</div>\n", mail.Html);
        Assert.Empty(mail.Files);
    }

    [Fact]
    public void Office_programs_nest_text_pictures_and_attachments()
    {
        var mail = Read("""
            From: Karin Müller <karin@example.de>
            Subject: Rechnung
            Content-Type: multipart/mixed;
            	boundary="_004_outer_"

            --_004_outer_
            Content-Type: multipart/related; boundary="_003_related_"; type="multipart/alternative"

            --_003_related_
            Content-Type: multipart/alternative; boundary="_000_inner_"

            --_000_inner_
            Content-Type: text/plain; charset="iso-8859-1"
            Content-Transfer-Encoding: quoted-printable

            Gr=FC=DFe
            --_000_inner_
            Content-Type: text/html; charset="iso-8859-1"
            Content-Transfer-Encoding: quoted-printable

            <p>Gr=FC=DFe <img src=3D"cid:logo"></p>
            --_000_inner_--

            --_003_related_
            Content-Type: image/png; name="logo.png"
            Content-ID: <logo>
            Content-Disposition: inline; filename="logo.png"
            Content-Transfer-Encoding: base64

            iVBORw0K
            Ggo=
            --_003_related_--

            --_004_outer_
            Content-Type: application/pdf; name="=?iso-8859-1?Q?=DCbersicht.pdf?="
            Content-Disposition: attachment; filename*0*=UTF-8''%C3%9Cbersicht%20; filename*1="2026.pdf"
            Content-Transfer-Encoding: base64

            JVBERi0xLjQ=

            --_004_outer_--
            """);

        Assert.Equal("Karin Müller", mail.FromName);
        Assert.Equal("Grüße", mail.Text);
        Assert.Contains("<p>Grüße", mail.Html, StringComparison.Ordinal);
        Assert.Equal(["logo.png", "Übersicht 2026.pdf"], mail.Files.Select(file => file.Name));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], mail.Files[0].Content);
        Assert.Equal("%PDF-1.4"u8.ToArray(), mail.Files[1].Content);
        Assert.Equal("application/pdf", mail.Files[1].ContentType);
    }

    [Theory]
    [InlineData("iso-8859-1", new byte[] { 0x63, 0x61, 0x66, 0xE9 }, "café")]
    [InlineData("iso-8859-1", new byte[] { 0x93, 0x68, 0x69, 0x94 }, "“hi”")]
    [InlineData("us-ascii", new byte[] { 0xC3, 0xA9 }, "é")]
    [InlineData("windows-1252", new byte[] { 0x80 }, "€")]
    [InlineData("koi8-r", new byte[] { 0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4 }, "Привет")]
    [InlineData("windows-1251", new byte[] { 0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2 }, "Привет")]
    [InlineData("shift_jis", new byte[] { 0x93, 0xFA, 0x96, 0x7B }, "日本")]
    [InlineData("iso-2022-jp", new byte[] { 0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42 }, "日本")]
    [InlineData("cp932", new byte[] { 0x87, 0x40, 0xED, 0x40 }, "①纊")]
    [InlineData("Windows-31J", new byte[] { 0x87, 0x40, 0xED, 0x40 }, "①纊")]
    [InlineData("gbk", new byte[] { 0xE9, 0x46 }, "镕")]
    [InlineData("gb18030", new byte[] { 0x81, 0x30, 0x81, 0x30 }, "\u0080")]
    [InlineData("x-mac-roman", new byte[] { 0x8E }, "é")]
    [InlineData("utf-8", new byte[] { 0xE9 }, "é")]
    [InlineData("gb2312", new byte[] { 0xC4, 0xE3, 0xBA, 0xC3 }, "你好")]
    [InlineData("big5", new byte[] { 0xA7, 0x41, 0xA6, 0x6E }, "你好")]
    [InlineData("euc-kr", new byte[] { 0xBE, 0xC8, 0xB3, 0xE7 }, "안녕")]
    [InlineData("utf-8", new byte[] { 0xE0, 0xA4, 0xA8, 0xE0, 0xA4, 0xAE, 0xE0, 0xA4, 0xB8, 0xE0, 0xA5, 0x8D, 0xE0, 0xA4, 0xA4, 0xE0, 0xA5, 0x87 }, "नमस्ते")]
    [InlineData("unknown-8bit", new byte[] { 0xE9 }, "é")]
    [InlineData("x-nobody-knows", new byte[] { 0xC3, 0xA9 }, "é")]
    public void Text_is_read_in_the_charset_that_it_is_in(string charset, byte[] bytes, string text)
    {
        var mail = IncomingMail.Read((byte[])
        [
            .. Encoding.ASCII.GetBytes($"From: a@example.com\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"),
            .. bytes,
        ]);

        Assert.Equal(text, mail.Text);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=?utf-8?q?caf=C3=A9?= =?utf-8?q?_bar?=", "café bar")]
    [InlineData("=?utf-8?B?4pyT?= and =?utf-8?B?4pyT?=", "✓ and ✓")]
    [InlineData("=?UTF-8?B?8J+Y?= =?UTF-8?B?gA==?=", "😀")]
    [InlineData("=?utf-8*en?Q?hello?=", "hello")]
    [InlineData("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=", "日本")]
    [InlineData("=?iso-8859-1?Q?=A4?= =?utf-8?Q?=E2=82=AC?=", "¤€")]
    [InlineData("a =?b", "a =?b")]
    [InlineData("=?utf-8?Q?broken", "=?utf-8?Q?broken")]
    [InlineData("5 =? 6 ?= 7", "5 =? 6 ?= 7")]
    [InlineData("=?cp932?B?k/qWew==?=", "日本")]
    [InlineData("=?Windows-31J?B?k/qWew==?=", "日本")]
    [InlineData("=?UTF-8?B?4pyFIE9yZG?=\n =?UTF-8?B?VyIDQ3MTEg8J+YgA==?=", "✅ Order 4711 😀")]
    [InlineData("=?UTF-8?Q?4_=E2?=\n =?UTF-8?Q?=82=AC?=", "4 €")]
    [InlineData("=?x-nobody-knows?Q?caf=C3=A9?=", "café")]
    public void Encoded_words_are_decoded(string sent, string text) =>
        Assert.Equal(text, Read($"From: a@example.com\nSubject: {sent}\n\nText").Subject);

    [Theory]
    [InlineData("a@example.com", "a@example.com|")]
    [InlineData("<a@example.com>", "a@example.com|")]
    [InlineData("Asha Rao <a@example.com>", "a@example.com|Asha Rao")]
    [InlineData("\"Rao, Asha\" <a@example.com>, b@example.com", "a@example.com|Rao, Asha b@example.com|")]
    [InlineData("a@example.com (Asha, the boss)", "a@example.com|Asha, the boss")]
    [InlineData("\"She said \\\"hi\\\"\" <a@example.com>", "a@example.com|She said \"hi\"")]
    [InlineData("Doe, Jane <jane@example.com>", "jane@example.com|Doe, Jane")]
    [InlineData("b@example.com, Doe, Jane <jane@example.com>", "b@example.com| jane@example.com|Doe, Jane")]
    [InlineData("Taro <taro..yamada@example.ne.jp>", "taro..yamada@example.ne.jp|Taro")]
    [InlineData("taro.@example.ne.jp", "taro.@example.ne.jp|")]
    [InlineData("Taro <.taro@example.ne.jp>", ".taro@example.ne.jp|Taro")]
    [InlineData("a@example.com; b@example.com", "a@example.com| b@example.com|")]
    [InlineData("A <mailto:a@example.com>", "a@example.com|A")]
    [InlineData("<<a@example.com>>", "a@example.com|")]
    [InlineData("=?utf-8?q?Ren=C3=A9?= <@>, not this, =?utf-8?q?Ren=C3=A9?= <r@example.com>", "r@example.com|René")]
    [InlineData("undisclosed-recipients:;", "")]
    [InlineData("Group: a@example.com, b@example.com;", "a@example.com| b@example.com|")]
    [InlineData("=?utf-8?q?Ren=C3=A9?= <r@example.com>", "r@example.com|René")]
    [InlineData("not an address, a@example.com", "a@example.com|")]
    [InlineData("", "")]
    public void Addresses_are_found_in_lists(string list, string addresses) => Assert.Equal(
        addresses, string.Join(' ', MailAddresses.Read(Encoding.UTF8.GetBytes(list), MailParser.Lenient).Select(address => $"{address.Address}|{address.Name}")));

    [Fact]
    public void A_mail_of_html_alone_is_given_words()
    {
        var mail = Read("""
            From: a@example.com
            Content-Type: text/html; charset=utf-8

            <!DOCTYPE html><html><head><title>Not read</title><style>p { color: red }</style></head>
            <body><!-- nor this --><h1>Hello &amp; welcome</h1><p title="a > b">First<br>second</p>
            <ul><li>one</li><li>two</li></ul><script>alert("<p>")</script>1 < 2&nbsp;&euro;</body></html>
            """);

        Assert.Equal("Hello & welcome\nFirst\nsecond\none\ntwo\n1 < 2 €", mail.Text);
        Assert.Contains("<h1>", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forwarded_mail_is_a_file()
    {
        var mail = Read("""
            From: a@example.com
            Content-Type: multipart/mixed; boundary=b1

            --b1

            See below.
            --b1
            Content-Type: message/rfc822

            From: b@example.com
            Subject: Inner

            Inner text
            --b1--
            """);

        Assert.Equal("See below.", mail.Text);
        Assert.Equal("part1.eml", mail.Files.Single().Name);
        Assert.Contains("Inner text", Encoding.ASCII.GetString(mail.Files[0].Content), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_last_boundary_and_a_mbox_line_are_forgiven()
    {
        var mail = Read("""
            From asha@example.com Sat Nov 21 12:00:00 2026
            From: a@example.com
            Content-Type: multipart/mixed; boundary="=_x"

            --=_x
            Content-Type: text/plain

            Kept
            --=_xy is no boundary
            --=_x
            Content-Type: text/csv; name=a.csv

            1,2
            """);

        Assert.Equal("Kept\n--=_xy is no boundary", mail.Text);
        Assert.Equal("1,2", Encoding.ASCII.GetString(mail.Files.Single().Content).Trim());
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Return-Path: <>")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b")]
    [InlineData("X-Autoreply: yes")]
    public void What_a_machine_wrote_is_known(string header) => Assert.True(Read($"From: a@example.com\n{header}\n\nAway").IsAutomatic);

    [Fact]
    public void What_a_person_wrote_is_known_too() =>
        Assert.False(Read("From: a@example.com\nAuto-Submitted: no\nReturn-Path: <a@example.com>\n\nHere").IsAutomatic);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("Subject: from nobody\n\nText")]
    [InlineData("From: nobody at all\n\nText")]
    public void What_is_no_mail_is_refused(string text) => Assert.Throws<UnreadableMailException>(() => Read(text));

    [Fact]
    public void Parts_in_parts_without_end_are_taken_as_they_came()
    {
        var text = new StringBuilder("From: a@example.com\n");
        for (var depth = 0; depth < 5_000; depth++)
            text.Append($"Content-Type: multipart/mixed; boundary=b{depth}\n\n--b{depth}\n");

        var mail = Read(text.ToString());

        Assert.Contains("Content-Type: multipart/mixed; boundary=b100", mail.Text + Encoding.ASCII.GetString(mail.Files[^1].Content), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(200_000)]
    public void Of_more_parts_than_are_read_the_words_say_that_there_are_more(int parts)
    {
        var text = new StringBuilder("From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nThe words\n");
        for (var i = 1; i < parts; i++)
            text.Append(null, $"--b\nContent-Type: text/csv; name={i}.csv\n\n{i}\n");

        var mail = Read(text.Append("--b--\n").ToString());

        Assert.StartsWith("The words", mail.Text, StringComparison.Ordinal);
        Assert.Equal(parts > 500, mail.Text.EndsWith("see the mail as it came.]", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, Math.Min(parts - 1, 498)).Select(i => $"{i}.csv"), mail.Files.Select(file => file.Name));
    }

    [Fact]
    public void Headers_without_end_are_refused() => Assert.Throws<UnreadableMailException>(() =>
        Read($"From: a@example.com\n{string.Concat(Enumerable.Repeat("X: y\n", 300_000))}\nText"));

    [Fact]
    public void Text_that_is_longer_than_is_kept_is_kept_as_a_file()
    {
        var mail = Read($"From: a@example.com\n\n{new string('x', 200_000)}");

        Assert.Equal(100_000, mail.Text.Length);
        Assert.EndsWith("[The text goes on in message.txt.]", mail.Text, StringComparison.Ordinal);
        Assert.Equal(("message.txt", 200_000), (mail.Files.Single().Name, mail.Files[0].Content.Length));
    }

    [Fact]
    public void A_picture_within_the_html_is_kept_with_the_words_around_it()
    {
        var picture = Convert.ToBase64String(new byte[90_000]);
        var mail = Read($"From: a@example.com\nContent-Type: text/html\n\n<p>Before</p><img src=\"data:image/png;base64,{picture}\"><p>After</p>");

        Assert.Equal("Before\nAfter", mail.Text);
        Assert.Contains(picture, mail.Html, StringComparison.Ordinal);
        Assert.Empty(mail.Files);
    }

    [Theory]
    [InlineData("Content-Type: multipart/mixed\n\nThe words\n", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=never\n\nThe words\n", "")]
    [InlineData("Content-Type: text/plain; name=\"m.txt\"\nContent-Disposition: inline\n\nThe words\n", "")]
    [InlineData("Content-Type: text\n\nThe words", "")]
    [InlineData("Content-Type:\n\nThe words", "")]
    [InlineData("Content-Transfer-Encoding: nobody-knows\n\nThe words", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=a.txt\n\nThe words\n--b\nContent-Type: text/plain; name=b.txt\n\nB\n--b--", "b.txt 1")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe words\n--b\nContent-Type: text/plain; name=a.txt\nContent-Disposition: inline\n\nA\n--b--", "a.txt 1")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe words\n--b\nContent-Type: application/pdf; name=report.pdf\nContent-Disposition: attachment\n\n--b--", "report.pdf 0")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nThe words\n--b\nContent-Type: image/png; name=\"dot.bin\"\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 dot.bin\n#0V%T\n`\nend\n--b--", "dot.bin 3")]
    [InlineData("Content-Type: text/plain; format=flowed; delsp=yes\n\nThe wor \nds", "")]
    public void The_words_and_files_of_a_mail_are_never_lost(string body, string files)
    {
        var mail = Read($"From: a@example.com\n{body}");

        Assert.Equal("The words", mail.Text.Trim());
        Assert.Equal(files, string.Join(' ', mail.Files.Select(file => $"{file.Name} {file.Content.Length}")));
    }

    [Theory]
    [InlineData("From: a@example.com\nSubject: Hello\na line that is no header\nX-More: yes\n\nText", "Hello a line that is no header", "Text")]
    [InlineData("From: a@example.com\nSubject: Hello\nthese words\nand no empty line", "Hello these words and no empty line", "")]
    [InlineData("no header either\nFrom: a@example.com\nSubject: Hello\n\nText", "Hello", "Text")]
    [InlineData(">From a@example.com Sat Nov 21 12:00:00 2026\nFrom: a@example.com\nSubject: Hello\n\nText", "Hello", "Text")]
    public void A_line_among_the_headers_that_is_none_does_not_lose_the_mail(string sent, string subject, string text)
    {
        var mail = Read(sent);

        Assert.Equal(("a@example.com", subject, text), (mail.From, mail.Subject, mail.Text));
    }

    [Fact]
    public void Bytes_at_random_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(7);
        const string letters = "From: a@example.com\r\n\n--b;=?utf-8?q?\"<>()Content-Type multipart/mixed boundary=b base64 charset*0*='%";
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = new byte[random.Next(400)];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(8) == 0 ? (byte)random.Next(256) : (byte)letters[random.Next(letters.Length)];
            try
            {
                IncomingMail.Read((byte[])[.. "From: a@example.com\nContent-Type: multipart/mixed; boundary=b\n"u8, .. bytes]);
            }
            catch (UnreadableMailException)
            {
                // As it may be.
            }
        }
    }

    private static IncomingMail Read(string text) => IncomingMail.Read(Encoding.UTF8.GetBytes(text));
}
