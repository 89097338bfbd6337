using System.Text.Json;
using Leadline.Tests.Activities;
using Leadline.Tests.Intake;
using Leadline.Tests.Opportunities;
using Leadline.Tests.Support;
using Xunit;

namespace Leadline.Tests.Leads;

/// <summary>Who a lead is, at the front door.</summary>
public sealed class IdentityTests(IdentityServer server) : IClassFixture<IdentityServer>
{
    private const string Sent = "Lead.Capture";

    [Theory]
    [InlineData("91", "+44 20 7946 0958", "+44 (0)20 7946 0958", "0044 (0) 20 7946 0958", "+44 [0] 20 7946 0958")]
    [InlineData("91", "+91 98111 00001", "+91 (0)98111 00001", "+91 098111 00001", "098111 00001", "0091 098111 00001")]
    [InlineData(
        "91", "98111 00009", "+091 98111 00009", "+91 91 98111 00009", "+91 +91 98111 00009", "091-98111-00009")]
    [InlineData("33", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78", "06.12.34.56.78", "33612345678")]
    [InlineData("61", "+61 412 345 678", "+61 (0)412 345 678", "0412 345 678", "0011 61 412 345 678")]
    [InlineData(
        "1", "+1 415 555 0100", "1-415-555-0100", "(415) 555-0100", "+1 (1) 415 555 0100", "011 1 415 555 0100")]
    public Task P1_a_trunk_prefix_is_no_part_of_a_number(string callingCode, params string[] spellings) =>
        AreOne(callingCode, "Phone", spellings);

    [Theory]
    [InlineData("7", "+7 912 345-67-89", "8 (912) 345-67-89", "+7 8 912 345-67-89", "8-10-7 912 345 67 89")]
    [InlineData(
        "55", "(55) 99912-3456", "+55-55999123456", "055 99912-3456", "0 15 55 99912-3456", "+55 (0)55 99912-3456")]
    [InlineData("49", "0491 92712345", "+49-49192712345", "+49 (0)491 92712345", "0049 491 92712345")]
    [InlineData("39", "06 698 12345", "+39 06 698 12345", "+39 (0)6 698 12345", "+39-0669812345")]
    [InlineData("36", "06 20 123 4567", "+36 20 123 4567", "+36 (06) 20 123 4567")]
    [InlineData("375", "8 029 123 45 67", "+375 29 123 45 67", "80 29 123 45 67", "+375 8 029 123 45 67")]
    [InlineData("54", "+54 9 11 2345 6789", "011 15-2345-6789", "+54 11 15 2345 6789", "+54 9 011 15 2345 6789")]
    [InlineData("54", "+54 9 351 345 6789", "0351 15 345 6789", "+54 9 (0)351 15 345 6789", "+54 9 351 15 345 6789")]
    [InlineData(
        "52", "+52 55 1234 5678", "+52 1 55 1234 5678", "55 1234 5678", "01 55 1234 5678", "044 55 1234 5678",
        "5215512345678")]
    public Task P2_each_country_has_its_own_rules(string callingCode, params string[] spellings) =>
        AreOne(callingCode, "Phone", spellings);

    [Theory]
    [InlineData("55", "(55) 99912-3457", "+55-55999123457")]
    [InlineData("49", "0491 92712346", "+49-49192712346")]
    [InlineData("39", "06 698 12346", "+39-0669812346")]
    [InlineData("54", "011 15-2345-6780", "+54-91123456780")]
    [InlineData("52", "045 55 1234 5679", "+52-5512345679")]
    [InlineData("7", "8 (912) 345-67-80", "+7-9123456780")]
    public async Task P2_a_national_number_is_stored_whole(string callingCode, string sent, string stored)
    {
        await server.Capture(callingCode, "Phone", sent);

        var lookUp = $"RetrieveLeadByPhoneNumber?phone={Uri.EscapeDataString(sent)}";
        Assert.Equal(stored, await server.Find(callingCode, lookUp, "Phone"));
    }

    [Theory]
    [InlineData("+44 20 7946 0777", "\u202a+44 20 7946 0777\u202c", "tel:+44-20-7946-0777", "p:+442079460777")]
    [InlineData("+44 20 7946 0778", "whatsapp:+442079460778", "TEL:+44 20 7946 0778;", "callto://+442079460778")]
    [InlineData(
        "+44 20 7946 0779", "\u2066+44\u200b 20 7946\u00ad 0779\u2069\ufeff", "+44\u00a020\u20097946\u202f0779")]
    [InlineData("+44 20 7946 0776", "＋４４ ２０ ７９４６ ０７７６", "（＋４４）２０－７９４６－０７７６", "tel：+442079460776")]
    [InlineData("+44 20 7946 0775", "+٤٤ ٢٠ ٧٩٤٦ ٠٧٧٥", "“+44 20 7946 0775”", "<+442079460775>,", "☎ +44 20 7946 0775")]
    [InlineData(
        "+44 20 7946 0774", "Tel +44 20 7946 0774", "Phone (Work): +44 20 7946 0774", "+44 20 7946 0774 (work)")]
    [InlineData("+44 20 7946 0773", "=\"+442079460773\"", "'+442079460773", "(+44) 20 7946 0773", "+44/20/7946/0773")]
    [InlineData("+44 20 7946 0772 ext. 5", "+44 20 7946 0772 x5", "tel:+442079460772;ext=5", "+44 (0)20 7946 0772 #5")]
    public Task P3_what_stands_around_or_invisibly_in_a_number_is_no_part_of_it(params string[] spellings) =>
        AreOne("91", "Phone", spellings);

    [Fact]
    public async Task P3_two_extensions_of_a_switchboard_are_two_leads()
    {
        var first = await server.Capture("91", "Phone", "+1 415 555 0100 ext. 12");

        Assert.True((await server.Capture("91", "Phone", "+1 415 555 0100 ext. 13")).IsNew);
        Assert.Equal((first.Id, false), await server.Capture("91", "Phone", "+1 (415) 555-0100 x12"));
    }

    /// <summary>The stored number, or null where the row is refused.</summary>
    [Theory]
    [InlineData("9811100003.0", "+91-9811100003")]
    [InlineData("09811100004,00", "+91-9811100004")]
    [InlineData("919811100005.0", "+91-9811100005")]
    [InlineData("9,811,100,006.00", "+91-9811100006")]
    [InlineData("9 811 100 007,00", "+91-9811100007")]
    [InlineData("9811100008٫0", "+91-9811100008")]
    [InlineData("９８１１１００００２．０", "+91-9811100002")]
    [InlineData("123456.0", "+91-123456")]
    [InlineData("9811100003.5", null)]
    [InlineData("9811100003..0", null)]
    [InlineData("9811100003.0.0", null)]
    [InlineData("9.8111E+09", null)]
    [InlineData("9.811100003e9", null)]
    [InlineData("9811100003E0", null)]
    [InlineData("9,811100003E+09", null)]
    public async Task P4_a_spreadsheets_number_is_right_or_refused(string sent, string? stored)
    {
        var name = $"Row {sent}";
        var row = new[] { new { Attribute = "Phone", Value = sent }, new { Attribute = "FirstName", Value = name } };
        var answer = await server.In("91", "Lead/Bulk/Create", new[] { row });

        Assert.Equal(stored is not null, answer[0].GetProperty("LeadCreated").GetBoolean());
        if (stored is not null)
            Assert.Equal(
                stored, await server.Find("91", $"Leads.GetById?id={answer[0].GetProperty("LeadId")}", "Phone"));
    }

    [Theory]
    [InlineData("jane@example.com", "\u200bjane@example.com", "jane@example.com\ufeff", "<Jane@example.com>")]
    [InlineData(
        "ja@example.com", "\u2066ja@example.com\u2069", "j\u00ada@exam\u2060ple.com", "JA@EXAMPLE.COM",
        "ja@example.com.")]
    [InlineData(
        "jb@example.com", "Jane Doe <jb@example.com>", "\"Doe, Jane\" <jb@example.com>;", "jb@example.com (Jane)")]
    [InlineData(
        "jc@example.com", "mailto:jc@example.com", "MAILTO://jc@example.com?subject=x", "<mailto:jc@example.com>,")]
    [InlineData(
        "jd@example.com", "`jd@example.com`", "„jd@example.com“", "‹jd@example.com›", "{jd@example.com}",
        "|jd@example.com|")]
    [InlineData(
        "je@example.com", "＜je@example.com＞", "je@example.com，", "je@example.com。", "je@example.com、",
        "ｊｅ＠ｅｘａｍｐｌｅ．ｃｏｍ")]
    [InlineData(
        "jf@example.com", "• jf@example.com", "📧 jf@example.com 👋", "jf@example.com/", "=\"jf@example.com\"",
        "(Jane) jf@example.com",
        "'jf@example.com'")]
    [InlineData("jos\u00e9@example.com", "jose\u0301@example.com", "mailto:JOSE\u0301@example.com")]
    [InlineData(
        "ann@b\u00fccher.example", "ann@xn--bcher-kva.example", "ann@BU\u0308CHER.example,",
        "ann@XN--BCHER-KVA.EXAMPLE")]
    [InlineData("ann@stra\u00dfe.example", "ann@xn--strae-oqa.example", "Ann@STRA\u1e9eE.example")]
    public Task P5_an_address_is_one_in_every_spelling(params string[] spellings) =>
        AreOne("91", "EmailAddress", spellings);

    [Fact]
    public async Task P5_an_address_that_holds_two_is_refused_and_finds_nobody()
    {
        var two = new[] { new { Attribute = "EmailAddress", Value = "a@example.com,b@example.com" } };
        var refused = await server.In("91", Sent, two);

        Assert.Equal("Error", refused.GetProperty("Status").GetString());
        Assert.Null(await server.Find("91", "Leads.GetByEmailaddress?emailaddress=a@example.com,b@example.com"));
    }

    /// <summary>One person, met through every door by other spellings.</summary>
    [Fact]
    public async Task P5_every_door_knows_the_same_person()
    {
        var code = await server.NewOpportunityType("Identity");
        var lead = await new LeadRows(server).Lead("door@b\u00fccher.example", ("Phone", "+44 20 7946 0001"));
        var id = lead.ToString();
        var before = await new LeadRows(server).Count();
        object[] email =
        [
            new { Attribute = "EmailAddress", Value = "\u202a<Door@xn--bcher-kva.example>,\u202c" },
            new { Attribute = "SearchBy", Value = "EmailAddress" },
        ];
        object[] phone =
        [
            new { Attribute = "Phone", Value = "tel:+44 (0)20 7946\u200b 0001" },
            new { Attribute = "SearchBy", Value = "Phone" },
        ];

        foreach (var known in new[] { email, phone })
        {
            Assert.Equal(id, (await Post("LeadManagement.svc/Lead.CreateOrUpdate", known)).Id);
            var bulk = await Post("LeadManagement.svc/Lead/Bulk/CreateOrUpdate", new[] { known });
            Assert.Equal(id, bulk.Json[0].GetProperty("LeadId").GetString());
            var duplicate = await Post("LeadManagement.svc/Lead.Create", known);
            Assert.Contains("MXDuplicateEntryException", duplicate.Body, StringComparison.Ordinal);
            var custom = await Post(
                "ProspectActivity.svc/CreateCustom",
                new { LeadDetails = known, Activity = new { ActivityEvent = 105, ActivityNote = "Met" } });
            Assert.Equal("Success", custom.Json.GetProperty("Status").GetString());
            var captured = await Post(
                "OpportunityManagement.svc/Capture",
                new { LeadDetails = known, Opportunity = new { OpportunityEventCode = code } });
            Assert.Contains(id, captured.Body, StringComparison.Ordinal);
            var calls = new AsyncCalls(server);
            await calls.Answer(await calls.Submit("/lead/capture", JsonSerializer.Serialize(known)));
        }

        var activity = new { EmailAddress = "mailto:door@BÜCHER.example", ActivityEvent = 105, ActivityNote = "x" };
        var created = await Post("ProspectActivity.svc/Create", activity);
        Assert.Equal("Success", created.Json.GetProperty("Status").GetString());
        var subscriber = new { name = "Door", email = "door@b\u00fccher.example.", phone = "p:+442079460001" };
        var ispcrm = await server.Send(
            HttpMethod.Post,
            "/api/v1/subscriber/CreateLead",
            JsonSerializer.Serialize(subscriber),
            ("Authorization", $"Bearer {server.Credentials.IspcrmToken}"));
        Assert.True(ispcrm.Json.GetProperty("success").GetBoolean(), ispcrm.Body);
        Assert.Equal(before, await new LeadRows(server).Count());

        Task<Answer> Post(string call, object body) => server.Post($"/v2/{call}", JsonSerializer.Serialize(body));
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("\t\u00a0\u3000")]
    [InlineData("\u200b")]
    [InlineData("\ufeff \u2060\u00ad")]
    [InlineData("\u202a\u202c")]
    [InlineData("\u3164")]
    [InlineData("\u2800")]
    [InlineData("\u0001\u007f")]
    [InlineData("\ufe0f\u034f")]
    [InlineData("\U000e0020")]
    public async Task C10_a_name_that_nobody_can_see_makes_no_lead(string name)
    {
        var before = await new LeadRows(server).Count();
        foreach (var field in new[] { "FirstName", "LastName" })
        {
            object[] named = [new { Attribute = field, Value = name }];
            foreach (var call in new[] { Sent, "Lead.Create", "Lead.CreateOrUpdate" })
            {
                var refused = await server.Post(IdentityServer.Service + call, JsonSerializer.Serialize(named));
                Assert.Contains("MXMandatoryAttributeMissingException", refused.Body, StringComparison.Ordinal);
            }

            var bulk = await server.Post(
                IdentityServer.Service + "Lead/Bulk/Create", JsonSerializer.Serialize(new[] { named }));
            Assert.Contains("MXMandatoryAttributeMissingException", bulk.Body, StringComparison.Ordinal);
            var custom = await server.Post(
                "/v2/ProspectActivity.svc/CreateCustom",
                JsonSerializer.Serialize(new { LeadDetails = named, Activity = new { ActivityEvent = 105 } }));
            Assert.Equal("Error", custom.Json.GetProperty("Status").GetString());
            var calls = new AsyncCalls(server);
            var later = await calls.Final(await calls.Submit("/lead/capture", JsonSerializer.Serialize(named)));
            Assert.Equal("FAILURE", later.GetProperty("Status").GetString());
        }

        var ispcrm = await server.Send(
            HttpMethod.Post,
            "/api/v1/subscriber/CreateLead",
            JsonSerializer.Serialize(new { name, email = "blank@example.com", phone = "9811100077" }),
            ("Authorization", $"Bearer {server.Credentials.IspcrmToken}"));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, ispcrm.Status);
        Assert.Equal(before, await new LeadRows(server).Count());
    }

    [Fact]
    public async Task C10_a_name_beside_a_blank_one_makes_a_lead_without_it()
    {
        var created = await server.Post(
            IdentityServer.Service + "Lead.Create",
            """[{"Attribute":"FirstName","Value":"\u200b "},{"Attribute":"LastName","Value":"नेहा"}]""");

        Assert.Null(await server.LeadValue(created.Id, "FirstName"));
        Assert.Equal("नेहा", await server.LeadValue(created.Id, "LastName"));
    }

    private async Task AreOne(string callingCode, string field, string[] spellings)
    {
        var first = await server.Capture(callingCode, field, spellings[0]);
        Assert.True(first.IsNew);
        var isPhone = field == "Phone";
        var lookUp = isPhone ? "RetrieveLeadByPhoneNumber?phone=" : "Leads.GetByEmailaddress?emailaddress=";
        foreach (var spelling in spellings)
        {
            var again = await server.Capture(callingCode, field, spelling);
            Assert.True(again == (first.Id, false), $"{spelling} is another lead");
            Assert.Equal(first.Id, await server.Find(callingCode, lookUp + Uri.EscapeDataString(spelling)));
        }

        Assert.Equal(first.Id, await server.Find(callingCode, lookUp + Uri.EscapeDataString($" {spellings[0]} ")));
    }
}
