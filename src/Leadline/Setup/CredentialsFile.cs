using System.Text.Json;
using Leadline.Accounts;

namespace Leadline.Setup;

/// <summary>The file that holds everything that a client of the first account needs.</summary>
internal static class CredentialsFile
{
    public const string Name = "credentials.json";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes the file readable by its owner alone; it is whole or not there.</summary>
    public static void Save(string path, string url, AccountInMaking account)
    {
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(file, Contents(url, account), Json);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }

    private static Dictionary<string, string> Contents(string url, AccountInMaking account) => new(
    [
        new("url", url),
        new("orgId", account.Id.ToString()),
        new("adminEmail", account.Admin.Email),
        new("adminPassword", account.Credentials.Password),
        new("accessKey", account.Credentials.AccessKey),
        new("secretKey", account.Credentials.SecretKey),
        new("asyncApiKey", account.Credentials.AsyncApiKey),
        new("ispcrmToken", account.Credentials.BearerToken),
        .. account.Sample,
    ]);
}
