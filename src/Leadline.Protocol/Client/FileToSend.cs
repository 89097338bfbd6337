namespace Leadline.Protocol.Client;

/// <summary>A file that goes along with a call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type; empty where it is not known.</param>
/// <param name="Content">Its bytes.</param>
public sealed record FileToSend(string Name, string ContentType, byte[] Content);
