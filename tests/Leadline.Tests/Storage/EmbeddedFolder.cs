using System.Collections.Concurrent;
using Leadline.Storage.Embedded;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace Leadline.Tests.Storage;

/// <summary>A place for one test's data folder, with what was logged about it. Deleted with the test.</summary>
internal sealed class EmbeddedFolder : ILogger, IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("leadline-test-");

    public EmbeddedFolder(string name = "data") => Path = System.IO.Path.Combine(root.FullName, name);

    public string Path { get; }

    public string Cluster => DataFolder.ClusterOf(Path);

    public ConcurrentQueue<string> Lines { get; } = new();

    public Task<EmbeddedPostgres> StartAsync() => EmbeddedPostgres.StartAsync(Path, this, TestContext.Current.CancellationToken);

    public int PostmasterId() => int.Parse(File.ReadLines(System.IO.Path.Combine(Cluster, "postmaster.pid")).First());

    public static async Task<T> AskAsync<T>(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    public static Task<object> DoAsync(EmbeddedPostgres postgres, string sql) => AskAsync<object>(postgres, sql + "; SELECT 1");

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format) =>
        Lines.Enqueue($"{level}: {format(state, exception)}");

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose() => root.Delete(recursive: true);
}
