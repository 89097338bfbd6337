namespace Leadline.App.Tickets;

/// <summary>The texts of <c>TicketTexts.resx</c> and its translations.</summary>
public sealed class TicketTexts;
