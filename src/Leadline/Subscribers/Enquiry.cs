using Leadline.Activities;
using Leadline.Leads;
using Leadline.Protocol.Ispcrm;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Subscribers;

/// <summary>What somebody said of itself who wants something (extended §7.2).</summary>
internal sealed record Enquiry(string Name, string Email, string Phone, string? Address, string? Remarks)
{
    private const string Source = "ISPCRM";

    public Enquiry(CreateLeadBody body)
        : this(body.Name!.Trim(), body.Email!, body.Phone!, body.Address, body.Remarks)
    {
    }

    /// <summary>The lead that it makes.</summary>
    public List<LeadProperty> Properties()
    {
        var (firstName, lastName) = SplitName(Name);
        List<LeadProperty> properties =
        [
            Property(LeadFieldNames.FirstName, firstName),
            Property(LeadFieldNames.LastName, lastName),
            Property(LeadFieldNames.EmailAddress, Email),
            Property(LeadFieldNames.Phone, Phone),
            Property(LeadFieldNames.Source, Source),
        ];
        if (Address is not null)
            properties.Add(Property("mx_Street1", Address));
        if (Remarks is not null)
            properties.Add(Property("Notes", Remarks));
        return properties;
    }

    /// <summary>All of it as an activity's details, and whose the phone number is if it is another lead's.</summary>
    public string Note(Guid? ownerOfPhone)
    {
        (string Name, string? Value)[] said =
        [
            ("Source", Source),
            ("Name", Name),
            ("Email", Email),
            ("Phone", Phone),
            ("PhoneOfAnotherLead", ownerOfPhone?.ToString()),
            ("Address", Address),
            ("Remarks", Remarks),
        ];
        return SystemNote.Write(said.Where(detail => detail.Value is not null));
    }

    // The whole name is the whole name: John alone is John, and nobody's last name.
    private static (string First, string Last) SplitName(string name)
    {
        var blank = name.AsSpan().IndexOfAny(" \t\u00a0");
        return blank < 0 ? (name, "") : (name[..blank], name[blank..].Trim());
    }

    private static LeadProperty Property(string name, string? value) => new() { Attribute = name, Value = value };
}
