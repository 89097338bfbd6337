using Leadline.Fields;
using Leadline.Mail;
using Leadline.Platform;
using Leadline.Platform.Errors;

namespace Leadline.EmailMarketing;

/// <summary>What a mail says, as a person wrote it: Liquid and LeadSquared's merge fields.</summary>
internal sealed record EmailContent(string Subject, string Text, string Html)
{
    public const int LongestPart = 100_000;
    public const int LongestSubject = 1_000;

    /// <summary>Why it cannot be sent to anybody; null where it can.</summary>
    public Failure? Check() =>
        UnicodeText.IsBlank(Subject) ? new Failure(ErrorCode.MissingAttribute, "'Subject' is mandatory.")
        {
            Field = "subject",
        }
        : UnicodeText.IsBlank(Text) && UnicodeText.IsBlank(Html)
            ? new Failure(ErrorCode.MissingAttribute, "A mail has a text or HTML.") { Field = "text" }
        : Subject.Length > LongestSubject
            ? new Failure(ErrorCode.InvalidInput, $"A subject has at most {LongestSubject} characters.")
            {
                Field = "subject",
            }
        : ErrorIn("subject", Subject) ?? ErrorIn("text", Text) ?? ErrorIn("html", Html);

    /// <summary>Why a part cannot be read as a template; null where it can, or is not there.</summary>
    public static Failure? ErrorIn(string field, string? part) =>
        part is null ? null
        : part.Length > LongestPart
            ? new Failure(ErrorCode.InvalidInput, $"A part of a mail has at most {LongestPart} characters.")
            {
                Field = field,
            }
        : !FieldRules.IsStorable(part)
            ? new Failure(ErrorCode.InvalidInput, "A mail holds no such characters.") { Field = field }
        : TemplateEngine.ErrorIn(MergeFields.ToLiquid(part, leadFields: null)) is { } error
            ? new Failure(ErrorCode.InvalidInput, $"The template cannot be read: {error}") { Field = field }
            : null;
}
