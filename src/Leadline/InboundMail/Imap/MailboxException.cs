namespace Leadline.InboundMail.Imap;

/// <summary>How far the way into a mailbox went.</summary>
internal enum MailboxStep
{
    /// <summary>Finding the server's address.</summary>
    Host,

    /// <summary>Reaching the server.</summary>
    Connection,

    /// <summary>Protecting the line.</summary>
    Tls,

    /// <summary>Logging in.</summary>
    Login,

    /// <summary>Opening the folder.</summary>
    Folder,

    /// <summary>Finding the folder that taken messages move to.</summary>
    MoveTo,

    /// <summary>Reading and settling messages.</summary>
    Messages,
}

/// <summary>Thrown where a mailbox cannot be used. Its message is for the account's administrators.</summary>
internal sealed class MailboxException(MailboxStep step, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public MailboxStep Step => step;
}
