using Leadline.Accounts;
using Leadline.Mail;
using Leadline.Platform;
using Npgsql;

namespace Leadline.Users.SignIn;

/// <summary>What the server writes to users about signing in.</summary>
internal sealed class SignInMails(MailOutbox outbox, PublicAddress address)
{
    public Task SendReset(
        NpgsqlConnection connection, Account account, User user, string token, DateTime useBy) => Send(
        connection,
        account,
        user,
        "Your password for Leadline",
        $"""
        Hello,

        Use this link to choose a new password for {account.Name} ({user.Email}). It works once, within an hour:

        {address.Application("reset")}?token={token}

        If you did not ask for it, ignore this message: your password stays as it is.
        """,
        useBy);

    public Task SendInvitation(
        NpgsqlConnection connection, Caller inviter, User user, string token, DateTime useBy) => Send(
        connection,
        inviter.Account,
        user,
        $"{inviter.User.Name} invites you to {inviter.Account.Name}",
        $"""
        Hello,

        {inviter.User.Name} ({inviter.User.Email}) invites you to work in {inviter.Account.Name} on Leadline. Use this
        link to choose your password. It works once, within seven days:

        {address.Application("invitation")}?token={token}

        If you do not know who this is, ignore this message.
        """,
        useBy);

    public Task SendPasswordChanged(NpgsqlConnection connection, Account account, User user) => Send(
        connection,
        account,
        user,
        "Your password for Leadline was changed",
        $"""
        Hello,

        Your password for {account.Name} ({user.Email}) has just been changed, and you have been signed out everywhere.

        If that was not you, choose another one at once: {address.Application("forgot")}
        """,
        useBy: null);

    private Task Send(
        NpgsqlConnection connection, Account account, User user, string subject, string text, DateTime? useBy) =>
        outbox.Add(
            connection, new MailMessage(account.Id, user.Email, subject, text, UseBy: useBy, IsAutomatic: true));
}
