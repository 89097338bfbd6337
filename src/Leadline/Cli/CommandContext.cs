using System.Text.Encodings.Web;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Demo;
using Leadline.Intake;
using Leadline.Leads.Index;
using Leadline.Platform.Errors;
using Leadline.ServiceDesk;
using Leadline.Setup;
using Leadline.Storage;
using Leadline.Users.SignIn;

namespace Leadline.Cli;

/// <summary>What an operator's command works with: the operations of a server that serves nobody.</summary>
internal sealed class CommandContext : IAsyncDisposable
{
    // Secrets hold + and $, which a shell user wants to see as they are.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly OpenDatabase open;
    private readonly WebApplication server;

    private CommandContext(OpenDatabase open, ServerOptions options)
    {
        this.open = open;
        open.Database.Operator = new ChangedBy(User: null, "command line", Address: null);
        server = Server.Build(options with { LogLevel = LogLevel.None }, open.Database);
    }

    public AccountOperations Accounts => server.Services.GetRequiredService<AccountOperations>();

    public IntakeOperations Intake => server.Services.GetRequiredService<IntakeOperations>();

    public IndexWriteStore LeadIndex => server.Services.GetRequiredService<IndexWriteStore>();

    public ServiceRoleOperations ServiceRoles => server.Services.GetRequiredService<ServiceRoleOperations>();

    public SecondFactors SecondFactors => server.Services.GetRequiredService<SecondFactors>();

    public DemoAccount Demo => server.Services.GetRequiredService<DemoAccount>();

    public NewAccounts NewAccounts => server.Services.GetRequiredService<NewAccounts>();

    public static async Task<CommandContext> Open(ServerOptions options, CancellationToken cancellation) =>
        new(await OpenDatabase.ForCommandOnCurrentData(options, cancellation), options);

    /// <summary>The account of this number; without one, the only account that there is.</summary>
    public async Task<Account> Account(int? accountId)
    {
        var ids = await Accounts.AccountIds();
        if (accountId is null && ids.Count != 1)
            throw new StartupException($"There are {ids.Count} accounts: name one with --account.");
        return await Accounts.Find(accountId ?? ids[0])
            ?? throw new StartupException($"There is no account {accountId}.");
    }

    public static User User(Account account, string email) => account.FindUser(email)
        ?? throw new StartupException($"Account {account.Id} has no user {email}.");

    /// <summary>The outcome; a refusal ends the command with its reason.</summary>
    public static T Outcome<T>(Result<T> result) => result.Failure is { } failure
        ? throw new StartupException(failure.Message)
        : result.Value;

    /// <summary>Prints to standard output, which no log sees.</summary>
    public static void Print(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Json));

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await open.DisposeAsync();
    }
}
