namespace Leadline.InboundMail.Imap;

/// <summary>How the line to a mailbox's server is protected.</summary>
internal enum MailboxSecurity
{
    /// <summary>TLS from the first byte (imaps).</summary>
    Implicit,

    /// <summary>STARTTLS or nothing.</summary>
    StartTls,

    /// <summary>In clear, password included.</summary>
    None,
}

/// <summary>What becomes of a message that was taken.</summary>
internal enum AfterTaking
{
    /// <summary>It stays where it is, flagged as seen.</summary>
    Seen,

    /// <summary>It moves to another folder.</summary>
    Move,

    /// <summary>It is deleted.</summary>
    Delete,
}

/// <summary>A mailbox of an account, as it is set. It never prints its secret.</summary>
internal sealed record Mailbox
{
    public int AccountId { get; init; }

    public Guid Id { get; init; }

    public string Host { get; init; } = "";

    public int Port { get; init; }

    public MailboxSecurity Security { get; init; }

    /// <summary>SHA-256 of the server's certificate, in hex: trusts that one and no other.</summary>
    public string? Fingerprint { get; init; }

    public string UserName { get; init; } = "";

    /// <summary>The secret is an OAuth2 access token, not a password.</summary>
    public bool HasToken { get; init; }

    /// <summary>The password or token, encrypted: see <see cref="MailboxSecrets"/>.</summary>
    public byte[] Secret { get; init; } = [];

    public string Folder { get; init; } = "INBOX";

    public AfterTaking AfterTaking { get; init; }

    /// <summary>The folder that taken messages move to.</summary>
    public string? MoveTo { get; init; }

    /// <summary>How often to look where the server does not tell of new mail by itself.</summary>
    public int PollSeconds { get; init; } = 60;

    public bool IsActive { get; init; } = true;

    /// <summary>Grows with each change of the settings.</summary>
    public int Version { get; init; }

    public DateTime CreatedOn { get; init; }

    public DateTime ModifiedOn { get; init; }

    public MailboxProgress Progress { get; init; } = new();

    /// <summary>Messages that were taken.</summary>
    public long Taken { get; init; }

    /// <summary>Messages that could not be taken, and were left where they are.</summary>
    public long Refused { get; init; }

    public DateTime? LastCheckedOn { get; init; }

    /// <summary>What is wrong, in plain words; null when the last look went well.</summary>
    public string? LastError { get; init; }

    /// <summary>Looks in a row that failed.</summary>
    public int Failures { get; init; }

    /// <summary>When it is next to be looked into.</summary>
    public DateTime DueOn { get; init; }

    /// <summary>Whether a secret that was set for the one may be sent to the other.</summary>
    public bool IsSameLogin(Mailbox other) =>
        Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase) && Port == other.Port
        && Security == other.Security && Fingerprint == other.Fingerprint && UserName == other.UserName;

    public override string ToString() => $"{Id} of account {AccountId}";
}

/// <summary>Up to where a mailbox's folder was gone through. UIDs count within one UIDVALIDITY alone.</summary>
internal sealed record MailboxProgress(long? UidValidity = null, long LastUid = 0);
