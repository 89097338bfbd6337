using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Leadline.Tests.Mail;
using Leadline.Tests.Support;

namespace Leadline.Tests.Portals;

/// <summary>A server with the sample's portal, called as a company's own portal calls, and a real SMTP server for its mail.</summary>
public sealed partial class PortalServer : MailServer
{
    public const string Register = "/api/Authentication/v2/Register";
    public const string SignIn = "/api/Authentication/v2/Signin";
    public const string SignOut = "/api/Settings/V2/SignOut";
    public const string Forgot = "/api/Authentication/v2/SecureForgotPassword";
    public const string Reset = "/api/Authentication/v2/ResetPassword";
    public const string Change = "/api/Settings/v2/ChangePassword";
    public const string Password = "Samplepassword@123";

    private static int made;

    public LeadRows Rows => new(this);

    /// <summary>The tests speak for many addresses, as a proxy would.</summary>
    internal override ServerOptions Options => base.Options with { Proxies = ["127.0.0.1", "::1"] };

    /// <summary>The three headers of the seed, Authorization with the public auth key.</summary>
    public (string Name, string Value)[] Headers =>
    [
        ("Authorization", Credentials.PortalAuthKey),
        ("x-lsq-registertoken", Credentials.PortalRegisterToken),
        ("x-lsq-portalid", Credentials.PortalId),
    ];

    /// <summary>The headers with another value for one of them; null leaves it out.</summary>
    public (string Name, string Value)[] With(string name, string? value) =>
    [
        .. Headers.Where(header => header.Name != name),
        .. value is null ? Array.Empty<(string, string)>() : [(name, value)],
    ];

    /// <summary>A call from a browser: no user's keys go along.</summary>
    public async Task<Answer> Call(string path, string body, params (string Name, string Value)[] headers)
    {
        using var response = await Send(path, "application/json", body, headers);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>The same, for who looks at headers.</summary>
    public async Task<HttpResponseMessage> Send(string path, string type, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, type) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        MustNotLog(body);
        return await Client.SendAsync(request);
    }

    public Task<Answer> CallPublic(string path, object body) => Call(path, JsonSerializer.Serialize(body), Headers);

    public Task<Answer> CallSignedIn(string path, string authKey, object body) =>
        Call(path, JsonSerializer.Serialize(body), With("Authorization", authKey));

    /// <summary>An address that no other test uses.</summary>
    public static string NewAddress() => $"person{Interlocked.Increment(ref made)}.{Guid.NewGuid():N}@example.com";

    public static object RegisterBody(string email, string password = Password, bool onlyNew = false, string? confirmation = null) => new
    {
        RegisterOnlyNewLead = onlyNew,
        LeadFields = new[]
        {
            new { Attribute = "mx_Portal_Confirm_Password", Value = confirmation ?? password },
            new { Attribute = "mx_Portal_Password", Value = password },
            new { Attribute = "EmailAddress", Value = email },
        },
    };

    /// <summary>A registered portal user.</summary>
    public async Task<Guid> NewUser(string email)
    {
        var answer = await CallPublic(Register, RegisterBody(email));
        return answer.Status == HttpStatusCode.OK
            ? answer.Json.GetProperty("LeadId").GetGuid()
            : throw new InvalidOperationException(answer.Body);
    }

    /// <summary>The private key of who signs in.</summary>
    public async Task<string> KeyOf(string email, string password = Password)
    {
        var answer = await CallPublic(SignIn, new { EmailAddress = email, Password = password });
        return answer.Status == HttpStatusCode.OK
            ? answer.Json.GetProperty("AuthKey").GetString()!
            : throw new InvalidOperationException(answer.Body);
    }

    /// <summary>The link of the latest password mail to an address.</summary>
    public async Task<(string LeadId, string Token)> Link(string email)
    {
        var mail = await Smtp.Mail(email, mail => mail.Text.Contains("TemporaryPassword=", StringComparison.Ordinal));
        var link = LinkPattern().Match(mail.Text);
        return (link.Groups[1].Value, link.Groups[2].Value);
    }

    public static string Message(Answer answer) => answer.Json.GetProperty("ExceptionMessage").GetString()!;

    [GeneratedRegex("LeadId=([0-9a-f-]{36})&TemporaryPassword=([0-9a-f]{64})")]
    private static partial Regex LinkPattern();
}
