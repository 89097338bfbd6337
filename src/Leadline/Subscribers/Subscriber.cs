namespace Leadline.Subscribers;

/// <summary>
/// A lead or a user as ISPCRM shows one (extended §7.4). <see cref="Number"/> counts up within the account, from 101
/// for leads and from 1 for users; <see cref="CustomerId"/> is the record's id on the other surfaces.
/// </summary>
internal sealed record Subscriber(
    long Number,
    string CustomerId,
    string? Username,
    string? FirstName,
    string? LastName,
    string? Email,
    string? Phone,
    string Status);
