using Microsoft.JSInterop;

namespace Leadline.App.Platform;

/// <summary>What keys do on the page that is shown. They mean nothing while a text is written.</summary>
public sealed class Shortcuts(Device device) : IDisposable
{
    private readonly List<Shortcut> all = [];
    private DotNetObjectReference<Shortcuts>? reference;

    /// <summary>Those that hold now, in the order in which they came.</summary>
    public IReadOnlyList<Shortcut> All => all;

    /// <summary>Listens from now on.</summary>
    public Task Start() => device.Listen(reference ??= DotNetObjectReference.Create(this));

    /// <summary>Adds keys till what comes back is disposed of.</summary>
    public IDisposable Add(params Shortcut[] shortcuts)
    {
        all.AddRange(shortcuts);
        _ = device.Knows(all.Select(one => one.Key).Where(key => key.Length > 0));
        return new Scope(this, shortcuts);
    }

    /// <summary>The browser tells of a key.</summary>
    [JSInvokable]
    public Task Press(string key) => all.FindLast(one => one.Key == key)?.Run() ?? Task.CompletedTask;

    public void Dispose() => reference?.Dispose();

    private sealed class Scope(Shortcuts shortcuts, Shortcut[] added) : IDisposable
    {
        public void Dispose() => shortcuts.all.RemoveAll(added.Contains);
    }
}

/// <summary>A key and what it does.</summary>
/// <param name="Key">
/// As the browser calls it: a letter, ?, / ... Empty for what only the command menu offers.
/// </param>
/// <param name="Name">What it does, in the user's language.</param>
/// <param name="Run">Does it.</param>
public sealed record Shortcut(string Key, string Name, Func<Task> Run);
