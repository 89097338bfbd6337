using Leadline.Protocol.Own;

namespace Leadline.App.Platform;

/// <summary>Values of fields as people read them: names for users, the user's own time, money.</summary>
/// <param name="moments">Times in the user's zone.</param>
/// <param name="users">The account's users.</param>
/// <param name="money">The account's currency; null where no field is an amount.</param>
public sealed class FieldText(Moments moments, IReadOnlyList<UserResponse> users, Money? money = null)
{
    /// <summary>The field that is an amount of money.</summary>
    public string? AmountField { get; init; }

    /// <summary>A value of a field; of one that is known by name alone, as far as the value tells.</summary>
    public string? Of(string field, string? type, string? value) => type switch
    {
        _ when string.IsNullOrEmpty(value) => null,
        _ when money is not null && field == AmountField => money.Text(value),
        "date" or "dateTime" => moments.Brief(value),
        "boolean" => value == "1" ? "✓" : "–",
        "number" or "decimal" when money is not null => money.Plain(value),
        _ => Name(value) ?? value,
    };

    private string? Name(string value) =>
        Guid.TryParse(value, out var id) ? users.FirstOrDefault(user => user.Id == id)?.Name : null;
}
