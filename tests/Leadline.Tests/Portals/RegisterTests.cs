using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Portals.PortalServer;

namespace Leadline.Tests.Portals;

public sealed class RegisterTests(PortalServer server) : IClassFixture<PortalServer>
{
    /// <summary>The seed's request as printed, its three headers, its answer; and the password opens the door.</summary>
    [Fact]
    public async Task The_documented_request_gives_the_documented_answer()
    {
        var answer = await server.Call(
            Register,
            """{ "RegisterOnlyNewLead":true, "LeadFields":[ { "Attribute":"mx_Portal_Confirm_Password", "Value":"Samplepassword@123" }, { "Attribute":"mx_Portal_Password", "Value":"Samplepassword@123" }, { "Attribute":"EmailAddress", "Value":"johnwick@example.com" } ] }""",
            server.Headers);

        var leadId = answer.Json.GetProperty("LeadId").GetGuid();
        Assert.Equal(new Answer(HttpStatusCode.OK, $$"""{"LeadId":"{{leadId}}","Message":"Registration Successful"}"""), answer);
        Assert.Equal(leadId, await server.Rows.Find("johnwick@example.com"));

        var signIn = await server.CallPublic(SignIn, new { EmailAddress = "johnwick@example.com", Password = "Samplepassword@123" });
        Assert.Equal(HttpStatusCode.OK, signIn.Status);
        Assert.Equal(["AuthKey", "LeadId"], signIn.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(leadId, signIn.Json.GetProperty("LeadId").GetGuid());
        var signOut = await server.CallSignedIn(SignOut, signIn.Json.GetProperty("AuthKey").GetString()!, new { });
        Assert.Equal("""{"IsSuccessful":true,"ResponseText":"Lead signed out successfully"}""", signOut.Body);
    }

    [Fact]
    public async Task The_older_path_wants_the_auth_key_alone()
    {
        var email = NewAddress();

        var answer = await server.Call(
            "/api/Authentication/Register", JsonSerializer.Serialize(RegisterBody(email)), ("Authorization", server.Credentials.PortalAuthKey));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        await server.KeyOf(email);
    }

    [Fact]
    public async Task An_existing_lead_becomes_a_portal_user_and_keeps_its_id()
    {
        var email = NewAddress();
        var leadId = await server.Rows.Lead(email, ("FirstName", "Ada"));

        var answer = await server.CallPublic(Register, new
        {
            LeadFields = new[]
            {
                new { Attribute = "LastName", Value = "Byron" },
                new { Attribute = "EmailAddress", Value = email },
                new { Attribute = "mx_Portal_Password", Value = Password },
                new { Attribute = "mx_Portal_Confirm_Password", Value = Password },
            },
        });

        Assert.Equal(leadId, answer.Json.GetProperty("LeadId").GetGuid());
        Assert.Equal("Ada", await server.Rows.Value(leadId, "FirstName"));
        Assert.Equal("Byron", await server.Rows.Value(leadId, "LastName"));
        await server.KeyOf(email);
    }

    [Fact]
    public async Task Only_new_leads_register_where_that_is_asked_for()
    {
        var email = NewAddress();
        await server.Rows.Lead(email);

        var answer = await server.CallPublic(Register, RegisterBody(email, onlyNew: true));

        Assert.Equal(
            new Answer(
                HttpStatusCode.InternalServerError,
                """{"Status":"Error","ExceptionType":"MXDuplicateEntryException","ExceptionMessage":"User already exists."}"""),
            answer);
    }

    [Fact]
    public async Task A_portal_user_is_not_registered_again_and_keeps_the_password()
    {
        var email = NewAddress();
        var leadId = await server.NewUser(email);

        var answer = await server.CallPublic(Register, new
        {
            LeadFields = new[]
            {
                new { Attribute = "EmailAddress", Value = email },
                new { Attribute = "FirstName", Value = "Mallory" },
                new { Attribute = "mx_Portal_Password", Value = "Anotherpassword@1" },
                new { Attribute = "mx_Portal_Confirm_Password", Value = "Anotherpassword@1" },
            },
        });

        Assert.Equal("User already exists.", Message(answer));
        Assert.Null(await server.Rows.Value(leadId, "FirstName"));
        await server.KeyOf(email);
    }

    [Fact]
    public async Task Racing_registrations_make_one_lead_and_one_password()
    {
        var email = NewAddress();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => server.CallPublic(Register, RegisterBody(email, $"Password-{i}-x"))));

        var winner = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer != winner), answer => Assert.Equal("User already exists.", Message(answer)));
        await server.KeyOf(email, $"Password-{Array.IndexOf(answers, winner)}-x");
    }

    /// <summary>Serializers write what a caller left out as null: RegisterOnlyNewLead is false then, as where it is not passed.</summary>
    [Fact]
    public async Task What_is_optional_may_be_null()
    {
        var email = NewAddress();
        var leadId = await server.Rows.Lead(email);
        object[] lead = [.. new[] { ("mx_Portal_Password", Password), ("mx_Portal_Confirm_Password", Password), ("EmailAddress", email) }
            .Select(pair => new { Attribute = pair.Item1, Value = pair.Item2 })];

        var registered = await server.CallPublic(Register, new { RegisterOnlyNewLead = (bool?)null, LeadFields = lead });
        var signedIn = await server.CallPublic(
            SignIn, new { EmailAddress = email, Password, SearchKeyData = (object?)null, OTPSigninRequest = (bool?)null, OTPSigninData = (object?)null });

        Assert.Equal($$"""{"LeadId":"{{leadId}}","Message":"Registration Successful"}""", registered.Body);
        Assert.Equal(leadId, signedIn.Json.GetProperty("LeadId").GetGuid());
    }

    [Fact]
    public async Task The_first_identifier_in_the_list_finds_the_lead()
    {
        var (first, second) = (NewAddress(), NewAddress());
        var byPan = await server.Rows.Lead(first, ("mx_PAN_Number", "ABCDE1234F"));
        var byEmail = await server.Rows.Lead(second);

        var answer = await server.CallPublic(Register, new
        {
            LeadFields = new[]
            {
                new { Attribute = "mx_PAN_Number", Value = "ABCDE1234F" },
                new { Attribute = "EmailAddress", Value = first },
                new { Attribute = "mx_Portal_Password", Value = Password },
                new { Attribute = "mx_Portal_Confirm_Password", Value = Password },
            },
        });
        var signIn = await server.CallPublic(
            SignIn, new { Password, SearchKeyData = new { SchemaName = "mx_PAN_Number", Value = "ABCDE1234F" } });

        Assert.Equal(byPan, answer.Json.GetProperty("LeadId").GetGuid());
        Assert.Equal(byPan, signIn.Json.GetProperty("LeadId").GetGuid());
        Assert.NotEqual(byEmail, byPan);
    }

    [Fact]
    public async Task The_password_is_in_no_table_but_its_own()
    {
        var email = NewAddress();
        const string password = "Find-me-nowhere-77";
        await server.Call(
            Register, JsonSerializer.Serialize(RegisterBody(email, password)), [.. server.Headers, ("Idempotency-Key", Guid.NewGuid().ToString())]);

        var tables = await server.Rows.One<string>(
            "SELECT string_agg(c.relname, ',') FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'", new { });
        foreach (var table in tables.Split(','))
            Assert.False(
                await server.Rows.One<bool>($"SELECT EXISTS (SELECT FROM {table} t WHERE t::text LIKE '%' || @password || '%')", new { password }),
                $"{table} holds the password");
        Assert.Equal(0, await server.Rows.One<long>(
            """SELECT count(*) FROM lead l, jsonb_each(l."values") f WHERE l.account_id = @AccountId AND f.key ILIKE 'mx_portal%'""",
            new { server.Rows.AccountId }));
        Assert.Equal(1, await server.Rows.One<long>(
            "SELECT count(*) FROM idempotency_key WHERE account_id = @AccountId AND key IS NOT NULL", new { server.Rows.AccountId }));
        await server.KeyOf(email, password);
    }

    [Fact]
    public async Task No_lead_field_can_be_made_that_would_keep_it()
    {
        var answer = await server.Post(
            "/v2/LeadManagement.svc/CreateLeadField",
            """{"DisplayName":"Portal Password","SchemaName":"mx_Portal_Password","DataType":"Text","RenderTypeTextValue":"Textbox"}""");

        Assert.Contains("kept apart", Message(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_event_says_that_somebody_registered()
    {
        var leadId = await server.NewUser(NewAddress());

        Assert.Equal(1, await server.Rows.One<long>(
            "SELECT count(*) FROM event WHERE account_id = @AccountId AND lead_id = @leadId AND kind = 'portal.registered' AND data IS NULL",
            new { server.Rows.AccountId, leadId }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"LeadFields\":[{\"Attribute\":\"mx_Portal_Password\",\"Value\":\"Quoted-secret-1")]
    [InlineData("""{"LeadFields":null}""")]
    [InlineData("""{"LeadFields":[]}""")]
    [InlineData("""{"LeadFields":{"Attribute":"EmailAddress"}}""")]
    [InlineData("""{"LeadFields":[{"Attribute":"EmailAddress","Value":"a@example.com"}]}""")]
    [InlineData("""{"LeadFields":[{"Attribute":"EmailAddress","Value":"a@example.com"},{"Attribute":"mx_Portal_Password","Value":"Samplepassword@123"}]}""")]
    [InlineData("""{"LeadFields":[{"Attribute":"mx_Portal_Password","Value":"Samplepassword@123"},{"Attribute":"mx_Portal_Confirm_Password","Value":"Samplepassword@123"}]}""")]
    [InlineData("""{"LeadFields":[{"Attribute":"FirstName","Value":"A"},{"Attribute":"mx_Portal_Password","Value":"Samplepassword@123"},{"Attribute":"mx_Portal_Confirm_Password","Value":"Samplepassword@123"}]}""")]
    public async Task A_body_of_another_shape_is_400(string body)
    {
        var answer = await server.Call(Register, body, server.Headers);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("MXInvalidInputException", answer.Json.GetProperty("ExceptionType").GetString());
        Assert.DoesNotContain("Quoted-secret", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short1A", null, "A password has 8 to 128 characters.")]
    [InlineData("Samplepassword@123", "Samplepassword@124", "Password and confirmation are not the same.")]
    public async Task A_password_that_is_not_taken_is_told_why(string password, string? confirmation, string message)
    {
        var answer = await server.CallPublic(Register, RegisterBody(NewAddress(), password, confirmation: confirmation));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal(message, Message(answer));
    }

    [Fact]
    public async Task An_unknown_attribute_is_refused_by_the_ordinary_rules()
    {
        var answer = await server.CallPublic(Register, new
        {
            LeadFields = new[]
            {
                new { Attribute = "EmailAddress", Value = NewAddress() },
                new { Attribute = "mx_Nothing", Value = "1" },
                new { Attribute = "mx_Portal_Password", Value = Password },
                new { Attribute = "mx_Portal_Confirm_Password", Value = Password },
            },
        });

        Assert.Equal("MXUnknownAttributeException", answer.Json.GetProperty("ExceptionType").GetString());
    }

    public static TheoryData<string, string?> WrongHeaders => new()
    {
        { "Authorization", null },
        { "Authorization", "nonsense" },
        { "Authorization", "AAAA" },
        { "x-lsq-registertoken", null },
        { "x-lsq-registertoken", "nonsense" },
        { "x-lsq-portalid", null },
        { "x-lsq-portalid", "nonsense" },
        { "x-lsq-portalid", "0a492bed-0000-4000-8000-000000000000" },
    };

    [Theory]
    [MemberData(nameof(WrongHeaders))]
    public async Task Without_its_three_headers_the_answer_is_401(string name, string? value)
    {
        var answer = await server.Call(Register, JsonSerializer.Serialize(RegisterBody(NewAddress())), server.With(name, value));

        Assert.Equal(
            new Answer(
                HttpStatusCode.Unauthorized,
                """{"Status":"Error","ExceptionType":"MXInvalidAccessDetailsException","ExceptionMessage":"Invalid Access Details provided."}"""),
            answer);
    }

    [Fact]
    public async Task Another_path_is_404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await server.Call("/api/Authentication/v2/Registre", "{}", server.Headers)).Status);
}

/// <summary>Its own server: the limit counts the calls of all its tests.</summary>
public sealed class PortalLimitTests(PortalLimitTests.LimitedServer server) : IClassFixture<PortalLimitTests.LimitedServer>
{
    [Fact]
    public async Task The_documented_limit_is_met_and_leaves_the_accounts_own_calls_alone()
    {
        var answers = new List<Answer>();
        for (var i = 0; i < 60 && (i < 26 || answers[^1].Status != HttpStatusCode.TooManyRequests); i++)
            answers.Add(await server.Post("/api/Authentication/Register", "{}", "Authorization", server.Credentials.PortalAuthKey));

        Assert.Equal("API calls exceeded the limit of 25 in 5 second(s)", Message(answers[^1]));
        Assert.Equal(HttpStatusCode.OK, (await server.Get("/v2/LeadManagement.svc/LeadsMetaData.Get")).Status);
    }

    [Fact]
    public async Task The_limit_is_told_as_on_any_surface()
    {
        HttpStatusCode status = default;
        for (var i = 0; i < 60 && status != HttpStatusCode.TooManyRequests; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/Authentication/Register") { Content = new StringContent("") };
            request.Headers.TryAddWithoutValidation("Authorization", server.Credentials.PortalAuthKey);
            using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
            status = response.StatusCode;

            var isRefused = status == HttpStatusCode.TooManyRequests;
            Assert.Equal("25", Assert.Single(response.Headers.GetValues("RateLimit-Limit")));
            Assert.InRange(int.Parse(Assert.Single(response.Headers.GetValues("RateLimit-Remaining"))), 0, isRefused ? 0 : 24);
            Assert.InRange(int.Parse(Assert.Single(response.Headers.GetValues("RateLimit-Reset"))), 1, 5);
            Assert.Equal(isRefused, response.Headers.RetryAfter is not null);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
    }

    public sealed class LimitedServer : TestServer
    {
        internal override ServerOptions Options => new();

        public Task<Answer> Post(string path, string body, string header, string value) =>
            Send(HttpMethod.Post, path, body, (header, value));
    }
}
