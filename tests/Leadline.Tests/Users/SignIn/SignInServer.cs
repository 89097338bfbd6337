using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Users.SignIn;

/// <summary>A server whose mails arrive, and what people do who sign in to it.</summary>
public sealed class SignInServer : MailServer
{
    public const string Password = "a-long-enough-pass-phrase";

    /// <summary>Makes a user with the password; the answer is the id.</summary>
    internal async Task<string> User(string email, string role = "Sales_User")
    {
        var user = new { email, firstName = "Sita", lastName = "Rao", role, password = Password };
        var made = await Send(HttpMethod.Post, "/leadline/v1/users", JsonSerializer.Serialize(user));
        return made.Json.GetProperty("id").GetString()!;
    }

    /// <summary>Makes a user, and a browser in which the user is signed in.</summary>
    internal async Task<UserBrowser> SignedIn(string email, string role = "Sales_User")
    {
        await User(email, role);
        var browser = new UserBrowser(Url);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await browser.SignIn(email, Password)).Status);
        return browser;
    }

    /// <summary>The token of the last link to the page that was mailed to the address.</summary>
    internal async Task<string> Token(string to, string page, params string[] not)
    {
        var link = new Regex($"{Regex.Escape(Url.ToString().TrimEnd('/'))}/app/{page}\\?token=(\\S+)");
        var mail = await Smtp.Mail(
            to, mail => link.Match(mail.Text) is { Success: true } found && !not.Contains(found.Groups[1].Value));
        return link.Match(mail.Text).Groups[1].Value;
    }

    /// <summary>Mails that were left for the address, sent or not.</summary>
    internal Task<int> Mails(string to)
    {
        var rows = new LeadRows(this);
        return rows.One<int>(
            "SELECT count(*)::integer FROM mail WHERE account_id = @account AND recipient = @to",
            new { account = rows.AccountId, to });
    }

    internal static string? Error(Answer refused, string field) =>
        refused.Json.TryGetProperty("errors", out var errors) && errors.TryGetProperty(field, out var texts)
            ? texts[0].GetString()
            : null;
}
