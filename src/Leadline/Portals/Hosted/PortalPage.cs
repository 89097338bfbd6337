using System.Globalization;
using Leadline.Accounts;
using Leadline.Portals.Hosted.Pages;

namespace Leadline.Portals.Hosted;

/// <summary>
/// A list of a lead's own records on the hosted portal: a feature registers one, and it stands in the menu of every
/// portal that offers it.
/// </summary>
/// <param name="Path">Its last part of the address, such as <c>opportunities</c>.</param>
/// <param name="Title">Its name in the menu and above the list.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The texts to show of the lead, a row a record. It gets the signed-in lead's id and must show
/// nothing of another's.</param>
internal sealed record PortalPage(
    string Path,
    string Title,
    IReadOnlyList<string> Columns,
    Func<Caller, Guid, CancellationToken, Task<IReadOnlyList<IReadOnlyList<Cell>>>> Rows)
{
    /// <summary>Most records that a page shows, the newest.</summary>
    public const int MostRows = 200;

    /// <summary>Whether the account has it; null where every account does.</summary>
    public Func<Caller, ValueTask<bool>>? IsOffered { get; init; }

    /// <summary>Ways on from the list, as path and text.</summary>
    public IReadOnlyList<(string Path, string Text)> Links { get; init; } = [];

    /// <summary>A moment as a page prints it: the day that it is in the account's time zone.</summary>
    public static string Day(Account account, DateTime moment) =>
        Local(account, moment).ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>As <see cref="Day"/>, to the minute and with what the time zone is apart from UTC.</summary>
    public static string Minute(Account account, DateTime moment) =>
        Local(account, moment).ToString("d MMM yyyy, HH:mm '(UTC'zzz')'", CultureInfo.InvariantCulture);

    private static DateTimeOffset Local(Account account, DateTime moment) =>
        TimeZoneInfo.ConvertTime(
            new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
            TimeZoneInfo.FindSystemTimeZoneById(account.TimeZone));
}
