using Leadline.App.Settings;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Tickets;

/// <summary>The canned answers and macros that the user may use: what was read before is there at once.</summary>
public sealed class DeskAnswers(LeadlineClient client)
{
    /// <summary>The answers by title, as they were last read; null before that.</summary>
    public IReadOnlyList<CannedAnswerResponse>? Known { get; private set; }

    /// <summary>Reads the answers anew.</summary>
    public async Task<IReadOnlyList<CannedAnswerResponse>> Read() => Known = await Pages.Of(async after =>
    {
        var read = await client.CannedAnswers(after);
        return (read.Answers, read.Next);
    });

    /// <summary>The macros, by name.</summary>
    public async Task<IReadOnlyList<MacroResponse>> Macros() => (await client.Macros()).Macros;
}
