namespace Leadline.Storage;

/// <summary>Work that others may be ahead of.</summary>
public static class Races
{
    private const int MaxAttempts = 20;

    /// <summary>Runs work in a transaction of its own again, on what the other transaction left, until it is first.</summary>
    public static async Task<T> Again<T>(Func<Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (Exception exception) when (DatabaseErrors.IsRace(exception) && attempt < MaxAttempts)
            {
            }
        }
    }
}
