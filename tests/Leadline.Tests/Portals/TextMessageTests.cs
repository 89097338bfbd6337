using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Leadline.Mail;
using Leadline.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

/// <summary>Codes to a phone, through a gateway; the server has no mail server.</summary>
public sealed class TextMessageTests(TextMessageTests.PhoneServer server) : IClassFixture<TextMessageTests.PhoneServer>
{
    [Fact]
    public async Task A_code_comes_by_text_message_and_signs_in()
    {
        (string, string)[] headers =
        [
            ("Authorization", server.Credentials.PortalAuthKey), ("x-lsq-registertoken", server.Credentials.PortalRegisterToken),
            ("x-lsq-portalid", server.Credentials.PortalId),
        ];
        var registered = await server.Send(HttpMethod.Post, Register, JsonSerializer.Serialize(new
        {
            LeadFields = new[]
            {
                new { Attribute = "Phone", Value = "9811100001" },
                new { Attribute = "mx_Portal_Password", Value = Password },
                new { Attribute = "mx_Portal_Confirm_Password", Value = Password },
            },
        }), headers);
        var asked = await server.Send(
            HttpMethod.Post, "/api/Authentication/SigninOTP/Get", """{"FieldSchemaName":"Phone","FieldContent":"+91-9811100001"}""", headers);

        var text = await server.Gateway.Text("+91-9811100001");
        var body = new { OTPSigninRequest = true, OTPSigninData = new { Otp = text[..6], FieldContent = "+91-9811100001", Code = asked.Json.GetProperty("Code").GetString() } };
        var signedIn = await server.Send(HttpMethod.Post, "/api/Authentication/Signin", JsonSerializer.Serialize(body), headers);

        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        Assert.Equal(registered.Json.GetProperty("LeadId").GetGuid(), signedIn.Json.GetProperty("LeadId").GetGuid());
        Assert.Equal("Bearer gateway-secret", server.Gateway.Authorization);
    }

    [Theory]
    [InlineData("http://sms.example.com/send")]
    [InlineData("sms.example.com")]
    public void A_gateway_is_reached_over_tls(string address) =>
        Assert.Throws<Leadline.Storage.StartupException>(() => SmsOptions.Parse(address));

    public sealed class PhoneServer : TestServer
    {
        internal SmsReceiver Gateway { get; } = new();

        internal override ServerOptions Options => base.Options with { Sms = SmsOptions.Parse(Gateway.Address) };

        public override async ValueTask InitializeAsync()
        {
            await Gateway.Start();
            await base.InitializeAsync();
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            await Gateway.DisposeAsync();
        }
    }

    /// <summary>A gateway in the tests' own process: the double for outbound HTTP.</summary>
    internal sealed class SmsReceiver : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> texts = new();
        private WebApplication app = null!;

        public string Address => app.Urls.First().Replace("//", "//gateway-secret@", StringComparison.Ordinal) + "/send";

        public string? Authorization { get; private set; }

        public async Task Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            app = builder.Build();
            app.MapPost("/send", async (HttpContext http) =>
            {
                Authorization = http.Request.Headers.Authorization;
                using var message = await JsonDocument.ParseAsync(http.Request.Body);
                Of(message.RootElement.GetProperty("to").GetString()!).TrySetResult(message.RootElement.GetProperty("text").GetString()!);
            });
            await app.StartAsync();
        }

        public Task<string> Text(string number) => Eventually.Ends(Of(number).Task);

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private TaskCompletionSource<string> Of(string number) =>
            texts.GetOrAdd(number, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
