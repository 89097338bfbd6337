using System.Globalization;

namespace Leadline.App.Platform;

/// <summary>Amounts as the user reads and writes them: the account's currency, in the user's grouping.</summary>
public sealed class Money
{
    private const int MostDigits = 4;
    private const NumberStyles Written = NumberStyles.Number | NumberStyles.AllowCurrencySymbol;

    private readonly NumberFormatInfo format;
    private readonly string symbol;

    /// <param name="numbers">How the user's language writes numbers.</param>
    /// <param name="inLakhs">Whether it counts in lakhs and crores, which browsers' data of it may lack.</param>
    /// <param name="symbol">The currency's sign; its code where it has none, empty where there is no currency.</param>
    public Money(NumberFormatInfo numbers, bool inLakhs, string? symbol)
    {
        this.symbol = symbol?.Trim() ?? "";
        format = (NumberFormatInfo)numbers.Clone();
        format.CurrencySymbol = this.symbol;
        if (inLakhs)
            format.CurrencyGroupSizes = format.NumberGroupSizes = [3, 2];
    }

    /// <summary>An amount with its currency: ₹1,20,000.</summary>
    public string Text(decimal amount) => symbol.Length == 0
        ? Plain(amount)
        : amount.ToString($"C{Digits(amount)}", format).Trim();

    /// <summary>An amount of the wire with its currency; the text itself where it is no number.</summary>
    public string? Text(string? value) => Of(value) is { } amount ? Text(amount) : value;

    /// <summary>An amount as it is typed: grouped, without the currency.</summary>
    public string Plain(decimal amount) => amount.ToString($"N{Digits(amount)}", format);

    /// <inheritdoc cref="Plain(decimal)"/>
    public string? Plain(string? value) => Of(value) is { } amount ? Plain(amount) : value;

    /// <summary>What was typed, as the wire has it; null where it is no amount.</summary>
    public string? Read(string typed)
    {
        var text = symbol.Length == 0 ? typed : typed.Replace(symbol, "", StringComparison.OrdinalIgnoreCase);

        // The spaces that some languages group by have more than one form.
        text = new string([.. text.Where(character => !char.IsWhiteSpace(character))]);
        return decimal.TryParse(text, Written, Spaceless(), out var amount)
            ? amount.ToString("0.##########", CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>An amount of the wire; null for none.</summary>
    public static decimal? Of(string? value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private NumberFormatInfo Spaceless()
    {
        var spaceless = (NumberFormatInfo)format.Clone();
        if (string.IsNullOrWhiteSpace(spaceless.NumberGroupSeparator))
            spaceless.NumberGroupSeparator = spaceless.CurrencyGroupSeparator = "'";
        return spaceless;
    }

    // None where the amount is whole, else those of money or as many as it has.
    private static int Digits(decimal amount)
    {
        int scale = (amount / 1.0000000000000000000000000000m).Scale;
        return scale == 0 ? 0 : Math.Clamp(scale, 2, MostDigits);
    }
}
