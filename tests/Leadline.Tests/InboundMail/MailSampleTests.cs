using System.Text;
using Leadline.InboundMail;
using Leadline.Tests.Architecture;
using Leadline.Tests.Contracts;
using Xunit;

namespace Leadline.Tests.InboundMail;

/// <summary>Mails of the kinds that real programs send, each with a text file beside it that says what has to be read from it.</summary>
public sealed class MailSampleTests
{
    private const int FewestSamples = 30;

    private static readonly string Folder = Path.Combine(SourceTree.Root, "tests", "Leadline.Tests", "InboundMail", "mails");

    public static TheoryData<string> Samples =>
        [.. Directory.EnumerateFiles(Folder, "*.eml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task A_sample_is_read_as_its_text_says(string sample)
    {
        var mail = IncomingMail.Read(await File.ReadAllBytesAsync(Path.Combine(Folder, $"{sample}.eml"), TestContext.Current.CancellationToken));

        await Snapshot.Matches(Path.Combine(Folder, $"{sample}.txt"), Print(mail));
    }

    [Fact]
    public void There_are_many_samples() => Assert.InRange(Samples.Count, FewestSamples, int.MaxValue);

    private static string Print(IncomingMail mail)
    {
        var text = new StringBuilder();
        text.Append(null, $"From: {mail.FromName} <{mail.From}>\n");
        text.Append(null, $"To: {string.Join(", ", mail.Recipients)}\n");
        text.Append(null, $"Cc: {string.Join(", ", mail.Copies)}\n");
        text.Append(null, $"Subject: {mail.Subject}\n");
        text.Append(null, $"Message-ID: {mail.MessageId}\n");
        text.Append(null, $"Answers: {string.Join(' ', mail.Answers)}\n");
        text.Append(null, $"Automatic: {(mail.IsAutomatic ? "yes" : "no")}\n");
        foreach (var file in mail.Files)
            text.Append(null, $"File: {file.Name} ({file.ContentType}, {file.Content.Length} bytes)\n");
        text.Append(null, $"\nText:\n{mail.Text}\n");
        if (mail.Html is not null)
            text.Append(null, $"\nHTML:\n{mail.Html}\n");
        return text.ToString();
    }
}
