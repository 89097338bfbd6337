using System.Globalization;
using System.Text.Json;
using Leadline.Accounts;
using Leadline.Tickets;

namespace Leadline.Setup;

/// <summary>What <c>credentials.json</c> holds: everything that a client of the new account needs.</summary>
internal sealed record Credentials(
    string Url,
    string OrgId,
    string AdminEmail,
    string AdminPassword,
    string AccessKey,
    string SecretKey,
    string AsyncApiKey,
    string IspcrmToken,
    string TicketId,
    string PortalId,
    string PortalAuthKey,
    string PortalRegisterToken)
{
    public const string FileName = "credentials.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Credentials Of(NewCredentials account, NewPortal portal, string url) => new(
        url,
        account.AccountId.ToString(),
        account.Admin.Email,
        account.Password,
        account.AccessKey,
        account.SecretKey,
        account.AsyncApiKey,
        account.BearerToken,
        SampleTicket.Number.ToString(CultureInfo.InvariantCulture),
        portal.Id.ToString(),
        portal.AuthKey,
        portal.RegisterToken);

    /// <summary>Writes the file readable by its owner alone; it is whole or not there.</summary>
    public void Save(string path)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, this, Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}

/// <summary>The sample's portal, and what a page of its own sends to the Portal API.</summary>
internal sealed record NewPortal(Guid Id, string AuthKey, string RegisterToken);
