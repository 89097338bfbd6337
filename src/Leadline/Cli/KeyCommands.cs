using System.CommandLine;
using Leadline.Accounts;
using Leadline.Storage;

namespace Leadline.Cli;

/// <summary>
/// <c>leadline key</c>: makes, revokes and lists keys. Several of a user live side by side, so that they can be
/// rotated.
/// </summary>
internal static class KeyCommands
{
    public static Command New() =>
        new("key", "Make, revoke and list the keys of an account") { Create(), Revoke(), List() };

    private static Command Create()
    {
        var account = AccountCommands.AccountOption();
        var email = new Option<string>("--user")
        {
            Description = "Whose key: the user's e-mail address",
            Required = true,
        };
        var kind = new Option<string>("--kind")
        {
            Description =
                "access (LeadSquared API), bearer (ISPCRM), async (x-api-key) or connector (telephony call logs)",
            DefaultValueFactory = _ => "access",
        };
        kind.AcceptOnlyFromAmong("access", "bearer", "async", "connector");
        var command = new Command("create", "Make a key; prints its secret, once") { account, email, kind };
        command.SetAction(
            async (parsed, cancellation) =>
            {
                await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
                var target = await work.Account(parsed.GetValue(account));
                var user = CommandContext.User(target, parsed.GetRequiredValue(email));
                var made = Enum.Parse<KeyKind>(parsed.GetRequiredValue(kind), ignoreCase: true);
                if (made == KeyKind.Access)
                {
                    var (accessKey, secret) = await work.Accounts.CreateAccessKey(target.Id, user.Id);
                    CommandContext.Print(
                        new
                        {
                            OrgId = target.Id.ToString(),
                            User = user.Email,
                            AccessKey = accessKey,
                            SecretKey = secret,
                        });
                }
                else
                {
                    var token = await work.Accounts.CreateToken(target.Id, user.Id, made);
                    CommandContext.Print(
                        new
                        {
                            OrgId = target.Id.ToString(),
                            User = user.Email,
                            Kind = parsed.GetValue(kind),
                            Token = token,
                        });
                }
            });
        return command;
    }

    private static Command Revoke()
    {
        var key = new Argument<string>("key") { Description = "The access key, or a token's part before the dot" };
        var command = new Command("revoke", "Refuse a key from now on") { key };
        command.SetAction(async (parsed, cancellation) =>
        {
            var accessKey = parsed.GetRequiredValue(key).Split('.')[0];
            if (Secrets.AccountOf(accessKey) is not { } accountId)
                throw new StartupException("That is no key of this server.");
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            if (!await work.Accounts.RevokeKey(accountId, accessKey))
                throw new StartupException($"There is no live key {accessKey}.");
            CommandContext.Print(new { OrgId = accountId.ToString(), Revoked = accessKey });
        });
        return command;
    }

    private static Command List()
    {
        var account = AccountCommands.AccountOption();
        var command = new Command("list", "List the live keys of an account; secrets are not known") { account };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var work = await CommandContext.Open(Settings.Read(parsed), cancellation);
            var target = await work.Account(parsed.GetValue(account));
            CommandContext.Print(target.Keys.Values.OrderBy(key => key.AccessKey).Select(key => new
            {
                Key = key.AccessKey,
                Kind = key.Kind.ToString().ToLowerInvariant(),
                User = target.Users.GetValueOrDefault(key.UserId)?.Email,
                key.ExpiresOn,
            }));
        });
        return command;
    }
}
