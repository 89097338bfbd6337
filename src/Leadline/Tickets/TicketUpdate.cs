using Leadline.Protocol.LeadSquared;
using Leadline.Tickets.Conversations;

namespace Leadline.Tickets;

/// <summary>What to change of a ticket; what is null stays.</summary>
internal sealed record TicketUpdate
{
    public IReadOnlyList<LeadProperty> Fields { get; init; } = [];

    public IReadOnlyList<SentFile> Files { get; init; } = [];

    /// <summary>An empty id takes the ticket from its group.</summary>
    public Guid? GroupId { get; init; }

    /// <summary>An empty id takes the ticket from its agent.</summary>
    public Guid? AgentId { get; init; }

    /// <summary>0 parts the ticket from its parent.</summary>
    public long? Parent { get; init; }

    public IReadOnlyList<string> AddTags { get; init; } = [];

    public IReadOnlyList<string> RemoveTags { get; init; } = [];

    public IReadOnlyList<string> AddWatchers { get; init; } = [];

    public IReadOnlyList<string> RemoveWatchers { get; init; } = [];

    /// <summary>The version that the caller saw; any other is refused.</summary>
    public int? ExpectedVersion { get; init; }

    public bool ChangesNothing => this is
    {
        Fields: [], Files: [], GroupId: null, AgentId: null, Parent: null, AddTags: [], RemoveTags: [],
        AddWatchers: [], RemoveWatchers: [],
    };
}
