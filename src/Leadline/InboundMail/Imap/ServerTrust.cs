using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Leadline.InboundMail.Imap;

/// <summary>
/// Judges the certificate of a mailbox's server, and remembers in plain words why it was not believed.
/// </summary>
internal sealed class ServerTrust(Mailbox mailbox)
{
    private const int MostNames = 5;

    public string? Refusal { get; private set; }

    public bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Refusal = certificate is not X509Certificate2 shown ? $"{mailbox.Host} shows no certificate."
            : mailbox.Fingerprint is { } wanted ? Mismatch(shown, wanted)
            : errors == SslPolicyErrors.None ? null
            : Fault(shown, errors);
        return Refusal is null;
    }

    private string? Mismatch(X509Certificate2 shown, string wanted) =>
        FingerprintOf(shown) is var found && found.Equals(wanted, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"The certificate of {mailbox.Host} is not the one of certificateFingerprint, but {found}.";

    private string Fault(X509Certificate2 shown, SslPolicyErrors errors)
    {
        var now = DateTime.Now;
        var fault =
            now > shown.NotAfter ? $"expired on {shown.NotAfter.ToUniversalTime():yyyy-MM-dd}"
            : now < shown.NotBefore ? $"is not valid before {shown.NotBefore.ToUniversalTime():yyyy-MM-dd}"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? $"is for {NamesOf(shown)}"
            : "is from no authority that this server trusts";
        return $"The certificate of {mailbox.Host} {fault}. To trust it all the same, set certificateFingerprint to "
            + $"{FingerprintOf(shown)}.";
    }

    private static string NamesOf(X509Certificate2 shown)
    {
        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames())
            .Take(MostNames)
            .Select(ImapProblems.Printable)
            .ToList();
        return names.Count > 0 ? string.Join(", ", names) : "another name";
    }

    private static string FingerprintOf(X509Certificate2 shown) => shown.GetCertHashString(HashAlgorithmName.SHA256);
}
