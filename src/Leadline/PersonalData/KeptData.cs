namespace Leadline.PersonalData;

/// <summary>What stays when somebody's data is erased, and why.</summary>
/// <param name="Code">By which applications know it.</param>
/// <param name="Text">In words.</param>
/// <param name="Counted">The kind of record whose number says whether there is any; null where it always is.</param>
internal sealed record KeptData(string Code, string Text, string? Counted = null)
{
    public static readonly IReadOnlyList<KeptData> All =
    [
        new(
            "optOut",
            "The address on the list of those that are not to be mailed: an objection to mail has to be honoured"
            + " for good.",
            "optOuts"),
        new(
            "record",
            "The record of this request: who had the data erased, when and why, with the lead's id and no data."
            + " It is the proof that it was done."),
        new(
            "log",
            "In the log of events, that a record of this id was made, changed and deleted, by whom and when; not what"
            + " stood in it. Integrations that read the log stay in step by it."),
        new(
            "subscriberNumber",
            "The number as a subscriber, with the lead's id, so that it never means somebody else.",
            "subscriberNumbers"),
        new(
            "messageKeys",
            "Digests of Message-IDs of mails that became tickets, so that none is taken in twice."),
        new(
            "retryAnswers",
            "Answers to calls with an Idempotency-Key, for 24 hours, encrypted with that key, which is not kept."),
        new(
            "searchIndex",
            "Digests of words in the search index, without the words, until it is next rewritten."),
        new(
            "waitingRequests",
            "Asynchronous requests and imports that were accepted and are not yet carried out: whoever sent them"
            + " wants them done. Erase again afterwards."),
        new(
            "othersRecords",
            "What users wrote of the person elsewhere: in records of other people, in tables, companies, views and"
            + " canned answers, and the history of other leads."),
        new(
            "backups",
            "Backups made before. They end with the time that the operator keeps them."),
        new(
            "outside",
            "What has left the account: mails that were sent, and what webhooks and integrations were given. Invoices"
            + " and other papers that tax law has you keep belong in your books: export them first."),
    ];

    /// <summary>What is kept where so many records of each kind are held.</summary>
    public static IEnumerable<KeptData> Of(IReadOnlyDictionary<string, long> counts) =>
        All.Where(kept => kept.Counted is null || counts.ContainsKey(kept.Counted));
}
