using System.Net;
using System.Text;
using System.Text.Json;
using Leadline.Setup;
using Leadline.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Leadline.Tests.Support;

/// <summary>A real server on a free port with a database of its own and the sample account. One per test class.</summary>
public class TestServer : IAsyncLifetime
{
    private readonly string dataFolder = Directory.CreateTempSubdirectory("leadline-test-").FullName;
    private readonly RecordedLog log = new();
    private Database database = null!;
    private WebApplication app = null!;

    public HttpClient Client { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    internal Credentials Credentials { get; private set; } = null!;

    internal IServiceProvider Services => app.Services;

    /// <summary>Every line that the server has logged.</summary>
    internal IEnumerable<string> Log => log.Lines;

    internal Database Database => database;

    /// <summary>The options that the server runs with; a subclass changes them.</summary>
    internal virtual ServerOptions Options => new() { RateLimitOff = true };

    /// <summary>Replaces services of the server; a subclass puts a double in place of the clock, mail or outbound HTTP.</summary>
    protected virtual void Configure(IHostApplicationBuilder builder) => builder.Logging.AddProvider(log);

    public virtual async ValueTask InitializeAsync()
    {
        database = new Database(await TestPostgres.NewDatabase());
        app = Server.Build(Options with { Urls = "http://127.0.0.1:0", DataFolder = dataFolder }, database, Configure);
        await app.Services.GetRequiredService<NewAccounts>().CreateFirst(dataFolder, ServerOptions.DefaultUrl);
        await app.StartAsync();
        Url = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Url, Timeout = Patience.Limit };
        var file = await File.ReadAllTextAsync(Path.Combine(dataFolder, CredentialsFile.Name));
        Credentials = JsonSerializer.Deserialize<Credentials>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>Calls the LeadSquared surface with the account's keys in headers, as most clients do.</summary>
    public Task<Answer> Post(string path, string body) => Send(HttpMethod.Post, path, body);

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, body: null);

    public async Task<Answer> Send(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        log.MustNotHold(path, body);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("x-LSQ-AccessKey", Credentials.AccessKey);
        request.Headers.Add("x-LSQ-SecretKey", Credentials.SecretKey);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Notes what a body holds that no log line may.</summary>
    internal void MustNotLog(string body) => log.MustNotHold("", body);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        try
        {
            await End();
        }
        catch (Exception exception)
        {
            // The run tells of it as a failure of the class, by its type alone.
            TestContext.Current.SendDiagnosticMessage("{0} did not end well: {1}", GetType().Name, exception);
            throw;
        }
    }

    private async Task End()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await database.DisposeAsync();
        await TestPostgres.Drop(database.ConnectionString);
        Directory.Delete(dataFolder, recursive: true);
        log.MustNotHold(Credentials.AccessKey, Credentials.SecretKey, Credentials.AdminPassword);
        log.MustNotHold(Credentials.AsyncApiKey, Credentials.IspcrmToken);
        log.MustNotHold(Credentials.PortalAuthKey, Credentials.PortalRegisterToken);
        log.Check();
    }
}

/// <summary>What the server said.</summary>
public sealed record Answer(HttpStatusCode Status, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary><c>Message.Id</c> of a LeadSquared success.</summary>
    public string Id => Json.GetProperty("Message").GetProperty("Id").GetString()!;
}
