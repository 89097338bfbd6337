using Leadline.App.Tickets;
using Leadline.Protocol.Own;
using Xunit;

namespace Leadline.Tests.Application.Tickets;

/// <summary>The list of canned answers: what it finds, and what keys do in it.</summary>
public sealed class AnswerPickerTests
{
    private readonly AnswerPicker picker = new();

    public AnswerPickerTests() => picker.Use(
    [
        Answer("Address of the shop", "Come for your refund."),
        Answer("Late refund", "It comes."),
        Answer("Refund", "It is paid."),
    ]);

    [Fact]
    public void Titles_that_begin_so_come_first_then_other_titles_then_texts()
    {
        Type("/refund");

        Assert.True(picker.IsOpen);
        Assert.Equal(["Refund", "Late refund", "Address of the shop"], Titles);
    }

    [Fact]
    public void All_words_are_looked_for_in_any_order()
    {
        Type("/refund late");

        Assert.Equal(["Late refund"], Titles);
    }

    [Fact]
    public void Without_a_match_it_is_closed_and_without_words_it_shows_the_first()
    {
        Type("/usr/lib");
        Assert.False(picker.IsOpen);

        Type("/");
        Assert.Equal(3, picker.Found.Count);
    }

    [Fact]
    public void Arrows_go_round_and_Enter_takes()
    {
        Type("/refund");

        Assert.False(picker.Press("ArrowUp"));
        Assert.Equal(2, picker.Chosen);
        Assert.False(picker.Press("ArrowDown"));
        Assert.Equal(0, picker.Chosen);
        Assert.True(picker.Press("Enter"));
        Assert.False(picker.Press("x"));
    }

    [Fact]
    public void Escape_closes_till_another_slash()
    {
        Type("/re");
        picker.Press("Escape");
        Type("/ref");
        Assert.False(picker.IsOpen);

        Type("/ref /re");
        Assert.True(picker.IsOpen);
    }

    [Fact]
    public void What_was_chosen_stays_when_the_answers_are_read_anew()
    {
        Type("/refund");
        picker.Press("ArrowDown");
        var chosen = picker.Found[picker.Chosen];

        picker.Use([Answer("Refund of a deposit", ""), .. picker.Found]);

        Assert.Same(chosen, picker.Found[picker.Chosen]);
    }

    private IEnumerable<string> Titles => picker.Found.Select(answer => answer.Title);

    private void Type(string text) => picker.Look(text, text.Length);

    private static CannedAnswerResponse Answer(string title, string text) => new(
        Guid.NewGuid(), title, "", text, "all", null, Guid.Empty, [], [], true, 1, DateTime.UnixEpoch, DateTime.UnixEpoch);
}
