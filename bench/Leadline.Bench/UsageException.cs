namespace Leadline.Bench;

/// <summary>The program was asked for something it cannot do; the message says what, in a line.</summary>
internal sealed class UsageException(string message) : Exception(message);
