using System.Globalization;
using Leadline.Protocol.Client;
using Leadline.Protocol.Own;

namespace Leadline.App.Platform;

/// <summary>
/// What changes seldom and every page needs: the account's users, the fields of leads, and the currency. It is read
/// once and again when somebody says that it has changed.
/// </summary>
public sealed class AccountDirectory(LeadlineClient client)
{
    private Task<IReadOnlyList<UserResponse>>? users;
    private Task<IReadOnlyList<FieldResponse>>? leadFields;
    private Task<Money>? money;

    /// <summary>The users, those who have left among them.</summary>
    public Task<IReadOnlyList<UserResponse>> Users() => Kept(ref users, ReadUsers);

    /// <summary>The fields of leads in the order of the account.</summary>
    public Task<IReadOnlyList<FieldResponse>> LeadFields() =>
        Kept(ref leadFields, async () => (await client.LeadFields()).LeadFields);

    /// <summary>Amounts in the account's currency and the user's language.</summary>
    public Task<Money> Money() => Kept(ref money, ReadMoney);

    /// <summary>Forgets what it has read.</summary>
    public void Forget() => (users, leadFields, money) = (null, null, null);

    // What failed is asked for anew.
    private static Task<T> Kept<T>(ref Task<T>? kept, Func<Task<T>> read) =>
        kept is null or { IsFaulted: true } or { IsCanceled: true } ? kept = read() : kept;

    private async Task<Money> ReadMoney()
    {
        var settings = await client.SalesSettings();
        return new(
            CultureInfo.CurrentCulture.NumberFormat,
            CultureInfo.CurrentCulture.Name.EndsWith("-IN", StringComparison.Ordinal),
            string.IsNullOrWhiteSpace(settings.CurrencySymbol) ? settings.CurrencyCode : settings.CurrencySymbol);
    }

    private async Task<IReadOnlyList<UserResponse>> ReadUsers()
    {
        List<UserResponse> all = [];
        Guid? after = null;
        do
        {
            var page = await client.Users(after);
            all.AddRange(page.Users);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }
}
