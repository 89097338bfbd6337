using System.CommandLine;
using Leadline.Accounts;
using Leadline.ServiceDesk;
using Leadline.Storage;

namespace Leadline.Cli;

/// <summary>
/// <c>leadline user</c>: makes users, disables or enables them, and gives them their roles in the service desk.
/// </summary>
internal static class UserCommands
{
    public static Command New() => new("user", "Make, disable and enable the users of an account")
    {
        Create(),
        SetActive("disable", "Disable a user: every key of the user is refused from now on", isActive: false),
        SetActive("enable", "Let a disabled user back in", isActive: true),
        SetServiceRole(),
        ForgetSignIn(),
    };

    private static Command Create()
    {
        var account = AccountCommands.AccountOption();
        var email = new Argument<string>("email");
        var firstName = new Option<string>("--first-name") { DefaultValueFactory = _ => "" };
        var lastName = new Option<string>("--last-name") { DefaultValueFactory = _ => "" };
        var role = new Option<string>("--role")
        {
            Description = string.Join(", ", Roles.All),
            DefaultValueFactory = _ => "Sales_User",
        };
        var stdin = new Option<bool>("--password-stdin")
        {
            Description = "Read the password from standard input instead of making one",
        };
        var command = new Command("create", "Make a user; prints the password that it makes, once")
        {
            email, account, firstName, lastName, role, stdin,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var given = parsed.GetValue(stdin) ? ReadPassword() : null;
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            var password = given ?? Secrets.NewPassword();
            var user = CommandContext.Outcome(await work.Accounts.CreateUser(
                target.Id,
                AccountCommands.Email(parsed.GetRequiredValue(email)),
                parsed.GetRequiredValue(firstName),
                parsed.GetRequiredValue(lastName),
                parsed.GetRequiredValue(role),
                password));
            if (given is null)
                CommandContext.Print(new { OrgId = target.Id.ToString(), user.Email, user.Role, Password = password });
            else
                CommandContext.Print(new { OrgId = target.Id.ToString(), user.Email, user.Role });
        });
        return command;
    }

    private static Command SetActive(string name, string description, bool isActive)
    {
        var account = AccountCommands.AccountOption();
        var email = new Argument<string>("email");
        var command = new Command(name, description) { email, account };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            var user = CommandContext.User(target, parsed.GetRequiredValue(email));
            await work.Accounts.SetUserActive(target.Id, user.Id, isActive);
            CommandContext.Print(new { OrgId = target.Id.ToString(), user.Email, user.Role, IsActive = isActive });
        });
        return command;
    }

    private static Command SetServiceRole()
    {
        const string none = "default";
        var account = AccountCommands.AccountOption();
        var email = new Argument<string>("email");
        var role = new Argument<string>("role")
        {
            Description = $"{string.Join(", ", ServiceRoles.All)}, or {none} to take a given one back",
        };
        var command = new Command("service-role", "Say what a user may do in the service desk")
        {
            email,
            role,
            account,
        };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
                var target = await work.Account(parsed.GetValue(account));
                var given = parsed.GetRequiredValue(role);
                var user = CommandContext.Outcome(
                    await work.ServiceRoles.Set(
                        target.Id,
                        within: null,
                        CommandContext.User(target, parsed.GetRequiredValue(email)).Id,
                        given == none ? null : given));
                CommandContext.Print(
                    new
                    {
                        OrgId = target.Id.ToString(),
                        user.Email,
                        user.Role,
                        ServiceRole = ServiceRoles.RoleOf(user),
                    });
            });
        return command;
    }

    private static Command ForgetSignIn()
    {
        var account = AccountCommands.AccountOption();
        var email = new Argument<string>("email");
        var command = new Command(
            "forget-sign-in", "Forget what a user signs in with beside the password, e.g. when a phone is lost")
        {
            email, account,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            var user = CommandContext.User(target, parsed.GetRequiredValue(email));
            await work.SecondFactors.ForgetAll(new Caller(target, user), within: null, user.Id);
            CommandContext.Print(new { OrgId = target.Id.ToString(), user.Email });
        });
        return command;
    }

    private static string ReadPassword() => Console.In.ReadLine() is { Length: > 0 } password
        ? password
        : throw new StartupException("There is no password on standard input.");
}
