namespace Leadline.Platform.Errors;

/// <summary>What is wrong with each of several fields, told at once: a form shows each at its own.</summary>
internal sealed class FieldErrors
{
    private readonly List<(string Field, Failure Failure)> errors = [];

    public void Add(string field, Failure failure) => errors.Add((field, failure));

    public void Add(string field, ErrorCode code, string message) => Add(field, new Failure(code, message));

    /// <summary>The refusal that names all of them, of the first one's kind; null where nothing is wrong.</summary>
    public Failure? Refusal() => errors switch
    {
        [] => null,
        [var (name, only)] => only with { Field = name },
        [var (_, first), ..] => first with
        {
            Field = null,
            Details = json =>
            {
                json.WriteStartObject("errors"u8);
                foreach (var member in errors.GroupBy(error => error.Field))
                {
                    json.WriteStartArray(member.Key);
                    foreach (var (_, failure) in member)
                        json.WriteStringValue(failure.Message);
                    json.WriteEndArray();
                }

                json.WriteEndObject();
            },
        },
    };
}
