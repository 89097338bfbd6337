using System.Globalization;
using Leadline.Activities;
using Leadline.Protocol.LeadSquared;

namespace Leadline.Sales;

/// <summary>
/// A sale is an activity of its lead, of type 30 (core §3.9): its fields, its statuses, and what tells that one was
/// cancelled.
/// </summary>
internal static class Sale
{
    public const int EventCode = 30;

    public const string Open = "Open";
    public const string Won = "Won";
    public const string Lost = "Lost";
    public const string Cancelled = "Cancelled";

    /// <summary>Holds the product's id.</summary>
    public const string Product = "mx_Custom_1";

    public const string OrderValue = "mx_Custom_2";
    public const string SalesDate = "mx_Custom_3";
    public const string SalesOwner = "mx_Custom_4";

    /// <summary>The activity that tells of a sale that was cancelled.</summary>
    public static readonly SystemActivityType CancelledType = SystemActivityType.Create(
        3031, "Sales Activity Cancelled");

    /// <summary>Those that a sale may be given.</summary>
    public static IReadOnlyList<string> Statuses { get; } = [Open, Won, Lost];

    /// <summary>The status of this name in any case; null where it is none.</summary>
    public static string? Status(string? name) =>
        Statuses.FirstOrDefault(status => status.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase));

    public static Guid? ProductOf(Activity sale) => Guid.TryParse(sale.Value(Product), out var id) ? id : null;
}

/// <summary>What somebody wants a sale to be. What is null stays as it is.</summary>
internal sealed record SaleInput
{
    public Guid? ProductId { get; init; }

    /// <summary>One of <see cref="Sale.Statuses"/>.</summary>
    public string? Status { get; init; }

    /// <summary>A number as text.</summary>
    public string? Revenue { get; init; }

    public Guid? OwnerId { get; init; }

    /// <summary>A date and time as text.</summary>
    public string? SoldOn { get; init; }

    public string? Note { get; init; }

    /// <summary>As the fields of an activity.</summary>
    public List<LeadProperty> Fields
    {
        get
        {
            var fields = new List<LeadProperty>();
            Add(Sale.Product, ProductId?.ToString());
            Add(Sale.OrderValue, Revenue);
            Add(Sale.SalesDate, SoldOn);
            Add(Sale.SalesOwner, OwnerId?.ToString());
            Add(ActivityFieldNames.Status, Status);
            Add(ActivityFieldNames.Owner, OwnerId?.ToString());
            return fields;

            void Add(string name, string? value)
            {
                if (!string.IsNullOrWhiteSpace(value))
                    fields.Add(new LeadProperty { Attribute = name, Value = value });
            }
        }
    }

    /// <summary>A moment as a field of an activity takes it.</summary>
    public static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}

/// <summary>How an account's sales work.</summary>
/// <param name="ConvertsToCustomer">A sale that is won gives its lead the stage of customers.</param>
/// <param name="CustomerStage">That stage.</param>
/// <param name="CurrencyCode">As USD.</param>
internal sealed record SalesSettings(
    bool ConvertsToCustomer, string CustomerStage, string CurrencyCode, string CurrencySymbol, string CurrencyName)
{
    /// <summary>Those of the documented example (core §3.9), of accounts that have changed none.</summary>
    public static readonly SalesSettings Usual = new(true, "Customer", "USD", "$", "US Dollar");
}

/// <summary>What to change of how an account's sales work. What is null stays as it is.</summary>
internal sealed record SalesSettingsChange(
    bool? ConvertsToCustomer, string? CustomerStage, string? CurrencyCode, string? CurrencySymbol,
    string? CurrencyName);
