namespace Leadline.Storage;

/// <summary>
/// Why the server cannot start, in one line for the operator. It ends the process with exit code 1, without a stack
/// trace.
/// </summary>
public sealed class StartupException : Exception
{
    public StartupException(string message)
        : base(message)
    {
    }

    public StartupException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
