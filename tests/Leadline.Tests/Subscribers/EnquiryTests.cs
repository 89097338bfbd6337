using System.Net;
using System.Text.Json;
using Leadline.Tests.Support;
using Xunit;
using static Leadline.Tests.Subscribers.IspcrmServer;

namespace Leadline.Tests.Subscribers;

/// <summary>S4: each CreateLead is an activity on the lead; what is known of the lead stays.</summary>
public sealed class EnquiryTests(IspcrmServer server) : IClassFixture<IspcrmServer>
{
    private static int made;

    private readonly LeadRows rows = new(server);
    private readonly string email = $"enquiry{Interlocked.Increment(ref made)}@example.com";
    private readonly string phone = $"98200{made:00000}";

    [Fact]
    public async Task S4_every_enquiry_is_an_activity_with_what_was_said()
    {
        var first = await Enquire(("name", "Ann Lee"), ("address", "1 First Street"), ("remarks", "100 Mbps, please"));
        var second = await Enquire(("name", "Anna Smith"), ("address", "2 Second Street"), ("remarks", "Or 200?\nCall me {next} {=}"));

        var said = await Enquiries(email);
        Assert.Equal(NumberOf(first), NumberOf(second));
        Assert.Equal(2, said.Count);
        Assert.Equal(("Ann Lee", "1 First Street", "100 Mbps, please"), (said[0]["Name"], said[0]["Address"], said[0]["Remarks"]));
        Assert.Equal(("Anna Smith", "2 Second Street"), (said[1]["Name"], said[1]["Address"]));
        Assert.StartsWith("Or 200?\nCall me", said[1]["Remarks"], StringComparison.Ordinal);
        Assert.All(said, enquiry => Assert.Equal((email, phone, "ISPCRM"), (enquiry["Email"], enquiry["Phone"], enquiry["Source"])));
        Assert.All(said, enquiry => Assert.False(enquiry.ContainsKey("PhoneOfAnotherLead")));
    }

    [Theory]
    [InlineData("name", "Somebody Else", "FirstName", "Ann")]
    [InlineData("name", "Ann", "LastName", "Lee")]
    [InlineData("address", "2 Second Street", "mx_Street1", "1 First Street")]
    [InlineData("remarks", "Second", "Notes", "First")]
    [InlineData("phone", "9830000001", "Phone", null)]
    public async Task S4_known_values_stay(string member, string value, string field, string? kept)
    {
        await Enquire(("name", "Ann Lee"), ("address", "1 First Street"), ("remarks", "First"));
        var lead = (await rows.Find(email))!.Value;
        await Enquire((member, value));

        Assert.Equal(kept ?? $"+91-{phone}", await rows.Value(lead, field));
        Assert.Contains(value, (await Enquiries(email))[1].Values);
    }

    [Theory]
    [InlineData("""{"Attribute":"Company","Value":"Acme"}""", "Ann", "Lee")]
    [InlineData("""{"Attribute":"FirstName","Value":"Mary"}""", "Mary", null)]
    [InlineData("""{"Attribute":"LastName","Value":"Jones"}""", null, "Jones")]
    public async Task S4_empty_values_are_filled_in_and_half_a_name_is_not_empty(string known, string? first, string? last)
    {
        var captured = await server.Post(
            "/v2/LeadManagement.svc/Lead.Capture", $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"},{{known}}]""");
        var lead = Guid.Parse(captured.Id);
        await Enquire(("name", "Ann Lee"), ("address", "1 First Street"), ("remarks", "Said"));

        Assert.Equal((first, last), (await rows.Value(lead, "FirstName"), await rows.Value(lead, "LastName")));
        Assert.Equal(
            ($"+91-{phone}", "1 First Street", "Said"),
            (await rows.Value(lead, "Phone"), await rows.Value(lead, "mx_Street1"), await rows.Value(lead, "Notes")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task S4_a_phone_number_of_another_lead_is_told(bool hasPhone)
    {
        var (others, number) = ($"other.{email}", $"98400{made:00000}");
        await server.Create(Lead("Other Person", others, number));
        if (hasPhone)
            await Enquire();
        else
            await server.Post("/v2/LeadManagement.svc/Lead.Capture", $$"""[{"Attribute":"EmailAddress","Value":"{{email}}"}]""");
        var (lead, other) = ((await rows.Find(email))!.Value, (await rows.Find(others))!.Value);

        var answer = await Enquire(("phone", number), ("remarks", "With his phone"));

        var said = (await Enquiries(email))[^1];
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((number, other.ToString(), "With his phone"), (said["Phone"], said["PhoneOfAnotherLead"], said["Remarks"]));
        Assert.Equal(hasPhone ? $"+91-{phone}" : null, await rows.Value(lead, "Phone"));
        Assert.Equal($"+91-{number}", await rows.Value(other, "Phone"));
        Assert.Single(await Enquiries(others));
    }

    [Fact]
    public async Task S4_an_address_that_nobody_has_stays_with_the_phones_lead_as_said()
    {
        await Enquire();
        var lead = (await rows.Find(email))!.Value;
        await server.Create(Lead("Ann Lee", $"new.{email}", phone));

        Assert.Equal(email, await rows.Value(lead, "EmailAddress"));
        Assert.Equal($"new.{email}", (await Enquiries(email))[1]["Email"]);
    }

    [Fact]
    public async Task S4_a_repeat_of_a_call_is_one_enquiry()
    {
        var body = Lead("Ann Lee", email, phone);
        for (var i = 0; i < 3; i++)
            await server.Call(HttpMethod.Post, CreateLead, server.Credentials.IspcrmToken, body, ("Idempotency-Key", email));

        Assert.Single(await Enquiries(email));
    }

    private Task<Answer> Enquire(params (string Member, string Value)[] said)
    {
        var body = new Dictionary<string, string> { ["name"] = "Ann Lee", ["email"] = email, ["phone"] = phone };
        foreach (var (member, value) in said)
            body[member] = value;
        return server.Create(JsonSerializer.Serialize(body));
    }

    /// <summary>The details of the lead's enquiries, the first one first.</summary>
    private async Task<List<Dictionary<string, string>>> Enquiries(string ofEmail)
    {
        var lead = await rows.Find(ofEmail);
        var read = await server.Post(
            $"/v2/ProspectActivity.svc/Retrieve?leadId={lead}", """{"Parameter":{"ActivityEvent":23},"Paging":{"Offset":"0","RowCount":"50"}}""");
        return
        [
            .. read.Json.GetProperty("ProspectActivities").EnumerateArray()
                .Where(activity => activity.GetProperty("EventCode").GetInt32() == 23)
                .OrderBy(activity => activity.GetProperty("ActivityFields").GetProperty("ProspectActivityAutoId").GetInt64())
                .Select(activity => activity.GetProperty("Data").EnumerateArray().ToDictionary(
                    detail => detail.GetProperty("Key").GetString()!, detail => detail.GetProperty("Value").GetString() ?? "")),
        ];
    }
}
