using Leadline.InboundMail;
using MimeKit;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>
/// Mails of every structure, charset and transfer encoding, and of the habits of several programs, are read as MimeKit
/// reads them, and as they were meant.
/// </summary>
public sealed class GeneratedMailTests
{
    public static TheoryData<string, string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string, string>();
            foreach (var structure in MailMaker.Structures)
                foreach (var (charset, _) in MailMaker.Charsets)
                    foreach (var transfer in MailMaker.Encodings)
                        kinds.Add(structure, charset, transfer);
            return kinds;
        }
    }

    [Fact]
    public void There_are_more_than_300_mails_and_no_two_are_alike()
    {
        var mails = Kinds.Select((kind, number) => MailMaker.Make(number, kind.Data.Item2, kind.Data.Item3, kind.Data.Item1));

        Assert.InRange(mails.Select(mail => Convert.ToHexString(mail.Bytes)).Distinct().Count(), 300, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_mail_is_read_as_MimeKit_reads_it(string structure, string charset, string transfer)
    {
        for (var habit = 0; habit < 6; habit++)
        {
            var number = (HashOf(structure, charset, transfer) * 6) + habit;
            var made = MailMaker.Make(number, charset, transfer, structure);

            var mail = IncomingMail.Read(made.Bytes);
            var other = MimeMessage.Load(new MemoryStream(made.Bytes), TestContext.Current.CancellationToken);

            var from = other.From.Mailboxes.Single();
            Assert.Equal((from.Address, from.Name, other.Subject), (mail.From, mail.FromName, mail.Subject));
            Assert.Equal((made.Address, made.Name, made.Subject), (mail.From, mail.FromName, mail.Subject));
            Assert.Equal(Plain(other.HtmlBody), Plain(mail.Html));
            Assert.Equal(Plain(made.Html), Plain(mail.Html));
            if (made.Text is not null)
            {
                Assert.Equal(Plain(other.TextBody), Plain(mail.Text));
                Assert.Equal(Plain(made.Text), Plain(mail.Text));
            }

            Assert.Equal(FilesOf(other), mail.Files.Select(file => (file.Name, file.Content.Length)));
            Assert.Equal(made.Files.Select(file => file.Name), mail.Files.Select(file => file.Name));
            foreach (var (sent, read) in made.Files.Zip(mail.Files))
                if (sent.Encoding == "base64")
                    Assert.Equal(sent.Content, read.Content);
        }
    }

    private static int HashOf(params string[] kind) => kind.Sum(one => one.Sum(letter => letter)) % 1000;

    private static string? Plain(string? text) => text?.ReplaceLineEndings("\n").Trim();

    private static IEnumerable<(string Name, int Size)> FilesOf(MimeMessage message)
    {
        foreach (var entity in message.BodyParts)
        {
            if (entity is MimePart { FileName: { } name } part)
            {
                using var content = new MemoryStream();
                part.Content?.DecodeTo(content);
                yield return (name, (int)content.Length);
            }
            else if (entity is MessagePart { Message: { } inner } enclosed)
            {
                using var content = new MemoryStream();
                inner.WriteTo(content);
                yield return (enclosed.ContentDisposition!.FileName!, (int)content.Length);
            }
        }
    }
}
