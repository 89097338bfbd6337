namespace Leadline.Demo;

/// <summary>Names and words that the invented people are put together of.</summary>
internal static class DemoPeople
{
    public static readonly IReadOnlyList<string> FirstNames =
    [
        "Aarav", "Aditi", "Ananya", "Arjun", "Bhavna", "Chetan", "Deepa", "Divya", "Farhan", "Gauri", "Harish",
        "Ishaan", "Jaya", "Kabir", "Kavya", "Lakshmi", "Manoj", "Meera", "Nikhil", "Nisha", "Omkar", "Pallavi",
        "Pranav", "Rahul", "Rekha", "Rohan", "Sanjay", "Shreya", "Sunil", "Tara", "Uma", "Varun", "Vidya", "Yash",
        "Zoya",
    ];

    public static readonly IReadOnlyList<string> LastNames =
    [
        "Agarwal", "Bhatt", "Chopra", "Desai", "Fernandes", "Ghosh", "Gupta", "Iyer", "Jain", "Joshi", "Kapoor",
        "Khan", "Kulkarni", "Mehta", "Menon", "Mishra", "Nair", "Patel", "Pillai", "Rao", "Reddy", "Shah", "Sharma",
        "Singh", "Thomas", "Trivedi", "Varma", "Yadav",
    ];

    public static readonly IReadOnlyList<string> Companies =
    [
        "Lotus Clinic", "Blue Kite Travels", "Sunrise Bakery", "Harbour Foods", "Green Field Farms",
        "Silver Oak School", "Monsoon Textiles", "Peepal Books", "Riverside Hotel", "Banyan Interiors",
        "Copper Kettle Cafe", "North Star Gym",
    ];

    public static readonly IReadOnlyList<string> Cities =
        ["Pune", "Mumbai", "Bengaluru", "Chennai", "Hyderabad", "Delhi", "Jaipur", "Kochi", "Indore", "Nagpur"];

    public static readonly IReadOnlyList<string> Sources =
        ["Website", "Referral", "Facebook Lead Ads", "Google Ads", "Walk-in", "Call centre"];

    /// <summary>What was done with a lead: the type's code and the words.</summary>
    public static readonly IReadOnlyList<(int EventCode, string Note)> Contacts =
    [
        (101, "Asked for prices of the 200 Mbps plan and whether installation is free."),
        (101, "No answer; to be called again in the evening."),
        (101, "Wants to speak with the family before deciding."),
        (102, "Met at the office. Three floors, some forty people; needs a fixed address."),
        (102, "Site looked at: the fibre ends two houses away."),
        (103, "Sent the comparison of plans."),
        (103, "Sent the quotation, valid for two weeks."),
        (104, "Proof of address came."),
        (105, "Opened the newsletter and looked at the page of business plans."),
        (105, "Downloaded the coverage map."),
    ];

    public static readonly IReadOnlyList<string> Plans =
        ["Home 100", "Home 200", "Home 500", "Office 200", "Office 500", "Leased line 50", "Leased line 100"];

    /// <summary>What tickets are about: the title, what the customer writes, how urgent it is.</summary>
    public static readonly IReadOnlyList<(string Title, string Text, string Priority)> Complaints =
    [
        ("No connection since this morning", "The red light is on, and nothing works since about eight.", "Urgent"),
        ("Slow in the evenings", "From seven to eleven films stop all the time. In the morning all is well.", "High"),
        ("Invoice shows the old plan", "I changed to Home 200 last month, but the invoice says Home 500.", "Medium"),
        ("Moving to another flat", "We move on the first. Can the connection come with us?", "Low"),
        ("Router restarts by itself", "It restarts several times a day, most often when somebody calls.", "High"),
        ("Refund of the deposit", "The router went back three weeks ago, and the deposit has not come.", "Medium"),
        ("Fixed address asked for", "Our accountants need a fixed address. What does it cost?", "Low"),
        ("Telephone has no tone", "The internet works, but the telephone has been silent since the storm.", "Medium"),
    ];

    public static readonly IReadOnlyList<string> AgentNotes =
    [
        "The line was measured: attenuation is within bounds.",
        "A technician is booked for tomorrow between ten and twelve.",
        "Billing was asked; the credit comes with the next invoice.",
        "The customer is out of town until Monday.",
    ];

    public static readonly IReadOnlyList<string> TaskNames =
        ["Call back", "Send the quotation", "Ask for the documents", "Confirm the installation", "Thank for the order"];
}
