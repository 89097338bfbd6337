using System.Text.Json;
using Leadline.App.Platform;
using Leadline.Protocol.Own;
using Xunit;

namespace Leadline.Tests.Application;

/// <summary>Who else is there, as the server answers and as it is told meanwhile.</summary>
public sealed class PresenceWatchTests : IDisposable
{
    private static readonly Guid Me = Guid.NewGuid();
    private static readonly Guid Arjun = Guid.NewGuid();

    private readonly App.Platform.Live live = new(new Device(null!));
    private readonly List<string> told = [];
    private readonly PresenceWatch watch;
    private IReadOnlyList<PresenceResponse>? present = [Present(Me, "Meera", "reading"), Present(Arjun, "Arjun", "reading")];

    public PresenceWatchTests() => watch = new("tickets/157", Me, live, (record, state) =>
    {
        told.Add($"{record} {state}");
        return Task.FromResult<IReadOnlyList<PresenceResponse>?>(present);
    });

    public void Dispose()
    {
        watch.Dispose();
        live.Dispose();
    }

    [Fact]
    public void Others_are_those_whom_the_server_knows_without_oneself() =>
        Assert.Equal(["Arjun False"], Others);

    [Fact]
    public void What_is_told_meanwhile_holds()
    {
        Hear(157, Arjun, "writing");
        Assert.Equal(["Arjun True"], Others);

        Hear(158, Arjun, "gone");
        Hear(157, Me, "writing");
        Assert.Equal(["Arjun True"], Others);

        Hear(157, Arjun, "gone");
        Assert.Empty(Others);
    }

    [Fact]
    public void Writing_is_told_once_and_so_is_that_it_has_ended()
    {
        watch.Write(true);
        watch.Write(true);
        watch.Write(false);
        watch.Dispose();
        watch.Write(true);

        Assert.Equal(["tickets/157 reading", "tickets/157 writing", "tickets/157 reading", "tickets/157 gone"], told);
    }

    [Fact]
    public void What_the_server_fails_to_answer_changes_nothing()
    {
        present = null;
        watch.Write(true);

        Assert.Equal(["Arjun False"], Others);
    }

    private IEnumerable<string> Others => watch.Others.Select(one => $"{one.Name} {one.IsWriting}");

    private void Hear(long number, Guid user, string state) => live.Hear(
        "presence",
        JsonSerializer.Serialize(
            new LivePresence($"tickets/{Guid.NewGuid()}", number, user, "Arjun", state, DateTime.UtcNow),
            OwnJson.Default.LivePresence));

    private static PresenceResponse Present(Guid user, string name, string state) =>
        new(user, name, state, DateTime.UtcNow, DateTime.UtcNow);
}
