namespace Leadline.App.Platform;

/// <summary>Does something once, a moment after it was asked for, however often that was.</summary>
/// <param name="run">What is done.</param>
/// <param name="after">How much later; a quarter of a second where it is not said.</param>
public sealed class Soon(Func<Task> run, TimeSpan? after = null) : IDisposable
{
    private readonly TimeSpan moment = after ?? TimeSpan.FromMilliseconds(250);

    private bool isAsked;
    private bool isOver;

    /// <summary>Asks for it.</summary>
    public async void Ask()
    {
        if (isAsked)
            return;
        isAsked = true;
        await Task.Delay(moment);
        isAsked = false;
        if (!isOver)
            await run();
    }

    public void Dispose() => isOver = true;
}
