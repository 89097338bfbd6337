using Leadline.Protocol.Own;

namespace Leadline.Demo;

/// <summary>What the agents of the demo account say and do again and again.</summary>
internal static class DemoAnswers
{
    public static readonly IReadOnlyList<(string Title, string Text)> Answers =
    [
        ("Refund",
            """
            Dear {{customer.firstName}},

            {{amount}} are on their way to your account. It can take five working days till your bank shows them.
            """),
        ("Visit of a technician",
            """
            Dear {{customer.firstName}},

            our technician comes on {{day}} between ten and twelve. Somebody should be at home then.
            """),
        ("Ask for a photograph",
            """
            Dear {{customer.firstName}},

            send us a photograph of the lights at the front, as an answer to this mail. It shows us what to bring.
            """),
        ("Greeting", "Kind regards\n{{agent.name}}"),
    ];

    public static readonly IReadOnlyList<(string Name, MacroChanges Changes)> Macros =
    [
        ("Ask for a photograph and wait", new()
        {
            Status = "Waiting on Customer",
            AddTags = ["photograph"],
            Reply = new()
            {
                Text =
                    """
                    Dear {{customer.firstName}},

                    send us a photograph of the lights at the front.

                    {{agent.name}}
                    """,
            },
        }),
        ("Take it, urgent", new() { AgentId = "me", Priority = "High", AddTags = ["urgent"] }),
    ];
}
