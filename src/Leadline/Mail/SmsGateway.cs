using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Leadline.Storage;

namespace Leadline.Mail;

/// <summary>Where text messages are handed to: a POST of <c>{"to", "text"}</c>. It never prints its secret.</summary>
internal sealed record SmsOptions(Uri Url, AuthenticationHeaderValue? Authorization)
{
    /// <summary>
    /// Reads <c>--sms</c>: a user and password before the host go along as HTTP Basic, a single word as a bearer token.
    /// </summary>
    public static SmsOptions? Parse(string? address)
    {
        if (string.IsNullOrEmpty(address))
            return null;
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var uri)
            || !(uri.Scheme == "https" || (uri.Scheme == "http" && uri.IsLoopback)))
            throw new StartupException("--sms is an https address such as https://token@sms.example.com/send.");
        var secret = uri.UserInfo.Split(':', 2);
        return new SmsOptions(
            new UriBuilder(uri) { UserName = "", Password = "" }.Uri,
            secret switch
            {
                [""] => null,
                [var token] => new AuthenticationHeaderValue("Bearer", Uri.UnescapeDataString(token)),
                _ => new AuthenticationHeaderValue(
                    "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo)))),
            });
    }

    public override string ToString() => Url.Host;
}

/// <summary>Hands text messages to the gateway.</summary>
internal sealed class SmsGateway : IDisposable
{
    /// <summary>Before a phone number in the outbox, where a mail has an address.</summary>
    public const string Prefix = "tel:";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What fails is tried again from the outbox, with the same idempotency key; a new connection now and then finds a
    // moved gateway.
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    { Timeout = Patience };

    /// <summary>Hands a message over; null once the gateway has it, else why not.</summary>
    public async Task<(string Reason, bool IsPermanent)?> Send(
        SmsOptions gateway, WaitingMail message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway.Url)
        {
            Content = JsonContent.Create(new { to = message.To[Prefix.Length..], text = message.Text }),
        };
        request.Headers.Authorization = gateway.Authorization;
        request.Headers.TryAddWithoutValidation("Idempotency-Key", message.Id.ToString());
        try
        {
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var status = (int)response.StatusCode;
            return response.IsSuccessStatusCode ? null : ($"SMS: {status}", status is 400 or 404 or 422);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return ("SMS: connection", false);
        }
    }

    public void Dispose() => client.Dispose();
}
