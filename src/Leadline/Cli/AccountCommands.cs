using System.CommandLine;
using Leadline.Accounts;
using Leadline.Platform;
using Leadline.Storage;

namespace Leadline.Cli;

/// <summary><c>leadline account</c>: makes and lists accounts, and sets who may call them how often.</summary>
internal static class AccountCommands
{
    /// <summary>Names the account of a command; may be left out while there is one alone.</summary>
    public static Option<int?> AccountOption() =>
        new("--account") { Description = "The account's number (default: the only one)" };

    public static Command New() =>
        new("account", "Make, list and restrict accounts") { Create(), List(), Limit(), Allow(), PasswordLength() };

    private static Command Create()
    {
        var name = new Option<string>("--name")
        {
            Description = "What the account is called",
            DefaultValueFactory = _ => "Leadline",
        };
        var timeZone = new Option<string>("--time-zone")
        {
            Description = "IANA name, e.g. Asia/Kolkata",
            DefaultValueFactory = _ => "UTC",
        };
        var countryCode = new Option<string?>("--country-code")
        {
            Description = "Completes phone numbers that carry none, e.g. 91",
        };
        var email = new Option<string>("--admin-email")
        {
            Description = "The first administrator",
            DefaultValueFactory = _ => "admin@example.com",
        };
        var sample = new Option<bool>("--sample") { Description = "With the definitions that the APIs' examples use" };
        var demo = new Option<bool>("--demo")
        {
            Description = "With invented leads, opportunities, tasks and tickets to look around in",
        };
        var leadDelete = new Option<bool>("--lead-delete") { Description = "Callers may delete leads" };
        var command = new Command("create", "Make an account; prints its keys and password, once")
        {
            name, timeZone, countryCode, email, sample, demo, leadDelete,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var account = new NewAccount(
                    parsed.GetRequiredValue(name),
                    TimeZone(parsed.GetRequiredValue(timeZone)),
                    CountryCode(parsed.GetValue(countryCode)),
                    parsed.GetValue(leadDelete));
                await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
                var made = await work.NewAccounts.Create(
                    account, Email(parsed.GetRequiredValue(email)), parsed.GetValue(sample));
                var people = parsed.GetValue(demo)
                    ? await work.Demo.Fill(made.AccountId, made.Admin.Id, made.Password, cancellation)
                    : null;
                CommandContext.Print(
                    new
                    {
                        OrgId = made.AccountId.ToString(),
                        AdminEmail = made.Admin.Email,
                        AdminPassword = made.Password,
                        made.AccessKey,
                        made.SecretKey,
                        made.AsyncApiKey,
                        IspcrmToken = made.BearerToken,
                        DemoUsers = people ?? [],
                    });
            });
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the accounts with their settings and users");
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var accounts = new List<object>();
            foreach (var id in await work.Accounts.AccountIds())
                if (await work.Accounts.Find(id) is { } account)
                    accounts.Add(Described(account));
            CommandContext.Print(accounts);
        });
        return command;
    }

    private static Command Limit()
    {
        var account = AccountOption();
        var calls = new Option<string?>("--calls") { Description = "Calls in any 5 seconds: a number, off or default" };
        var bulkCalls = new Option<string?>("--bulk-calls") { Description = "The same of bulk calls" };
        var command = new Command("limit", "Set how often an account may be called; what is not named stays")
        {
            account,
            calls,
            bulkCalls,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var current = await work.Account(parsed.GetValue(account));
            await work.Accounts.SetCallLimits(
                current.Id,
                LimitOf(parsed.GetValue(calls), current.CallLimit),
                LimitOf(parsed.GetValue(bulkCalls), current.BulkCallLimit));
            CommandContext.Print(Described(await work.Account(current.Id)));
        });
        return command;
    }

    private static Command Allow()
    {
        var account = AccountOption();
        var ranges = new Argument<string[]>("ranges")
        {
            Description = "Address ranges that callers must come from, e.g. 10.0.0.0/8; none lets everyone in",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("allow", "Replace an account's allowed address ranges") { account, ranges };
        command.SetAction(async (parsed, cancellation) =>
        {
            var allowed = parsed.GetValue(ranges) ?? [];
            foreach (var range in allowed)
                CheckRange(range);
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var current = await work.Account(parsed.GetValue(account));
            await work.Accounts.SetAllowedAddresses(current.Id, allowed);
            CommandContext.Print(Described(await work.Account(current.Id)));
        });
        return command;
    }

    private static Command PasswordLength()
    {
        var account = AccountOption();
        var length = new Argument<string>("length")
        {
            Description = $"The fewest characters, {Passwords.Shortest} to {Passwords.Longest}, or default "
                + $"({Passwords.ShortestOfUsers})",
        };
        var command = new Command("password-length", "Say how long new passwords of an account's users are at least")
        {
            length,
            account,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var shortest = LengthOf(parsed.GetRequiredValue(length));
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var current = await work.Account(parsed.GetValue(account));
            await work.Accounts.SetPasswordLength(current.Id, shortest);
            CommandContext.Print(Described(await work.Account(current.Id)));
        });
        return command;
    }

    private static object Described(Account account) =>
        new
        {
            OrgId = account.Id.ToString(),
            account.Name,
            account.TimeZone,
            account.CountryCode,
            CallsPer5Seconds = Limit(account.CallLimit, bulk: false),
            BulkCallsPer5Seconds = Limit(account.BulkCallLimit, bulk: true),
            account.AllowedAddresses,
            account.LeadDeleteEnabled,
            PasswordLength = account.PasswordLength ?? Passwords.ShortestOfUsers,
            Users = account
                .Users.Values.OrderBy(user => user.Email)
                .Select(user => new
                {
                    user.Email,
                    user.Name,
                    user.Role,
                    user.IsActive,
                }),
            LiveKeys = account.Keys.Count,
        };

    private static string Limit(int? limit, bool bulk) => limit switch
    {
        null => $"default ({new RateLimitDefaults(Off: false).For(bulk)})",
        0 => "off",
        _ => limit.Value.ToString(),
    };

    private static int? LimitOf(string? typed, int? current) => typed switch
    {
        null => current,
        "default" => null,
        "off" => 0,
        _ => int.TryParse(typed, out var limit) && limit > 0
            ? limit
            : throw new StartupException($"A limit is a number above 0, off or default, not '{typed}'."),
    };

    private static int? LengthOf(string typed) => typed == "default" ? null
        : int.TryParse(typed, out var length) && length is >= Passwords.Shortest and <= Passwords.Longest ? length
        : throw new StartupException(
            $"A length is a number from {Passwords.Shortest} to {Passwords.Longest}, or default, not '{typed}'.");

    private static string TimeZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out _)
        ? name
        : throw new StartupException($"'{name}' is no time zone that this machine knows; they read like Asia/Kolkata.");

    private static string? CountryCode(string? typed)
    {
        if (typed is null)
            return null;
        var digits = typed.TrimStart('+');
        return digits.Length is >= 1 and <= 3 && digits.All(char.IsAsciiDigit)
            ? digits
            : throw new StartupException($"'{typed}' is no country code; they read like 91.");
    }

    /// <summary>Refuses what is not shaped like an e-mail address.</summary>
    public static string Email(string typed) => EmailAddress.Read(typed)
        ?? throw new StartupException($"'{typed}' is no e-mail address.");

    private static void CheckRange(string range)
    {
        try
        {
            AddressRules.Parse(range);
        }
        catch (FormatException exception)
        {
            throw new StartupException(exception.Message, exception);
        }
    }
}
