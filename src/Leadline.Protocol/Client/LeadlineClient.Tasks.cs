using Leadline.Protocol.Own;

namespace Leadline.Protocol.Client;

/// <content>Tasks.</content>
public sealed partial class LeadlineClient
{
    /// <summary>A page of tasks, those due first at the top.</summary>
    /// <param name="query">What they are to meet.</param>
    /// <param name="cancellation">Gives the call up.</param>
    public Task<TasksResponse> Tasks(TaskFilter query, CancellationToken cancellation = default) =>
        Get<TasksResponse>($"tasks?{query.ToQuery()}", cancellation);

    /// <summary>The types of tasks.</summary>
    public Task<TaskTypesResponse> TaskTypes(CancellationToken cancellation = default) =>
        Get<TaskTypesResponse>("task-types", cancellation);

    /// <summary>Makes a task.</summary>
    public Task<TaskResponse> CreateTask(TaskRequest request, CancellationToken cancellation = default) =>
        Post<TaskRequest, TaskResponse>("tasks", request, cancellation);

    /// <summary>Changes a task; <see cref="TaskRequest.Version"/> says which state of it is meant.</summary>
    public async Task<TaskResponse> ChangeTask(
        Guid id, TaskRequest request, CancellationToken cancellation = default) =>
        (await Patch<TaskRequest, TaskResponse>($"tasks/{id}", request, null, cancellation)
            .ConfigureAwait(false)).Value;

    /// <summary>Completes a task.</summary>
    public Task<TaskResponse> CompleteTask(Guid id, CancellationToken cancellation = default) =>
        Post<TaskResponse>($"tasks/{id}/complete", cancellation);

    /// <summary>Opens a completed task again.</summary>
    public Task<TaskResponse> ReopenTask(Guid id, CancellationToken cancellation = default) =>
        Post<TaskResponse>($"tasks/{id}/reopen", cancellation);
}

/// <summary>Which tasks to list; what is null narrows nothing.</summary>
public sealed record TaskFilter
{
    /// <summary>The owner's id or e-mail address.</summary>
    public string? Owner { get; init; }

    /// <summary>A lead's id.</summary>
    public string? Lead { get; init; }

    /// <summary>An opportunity's id.</summary>
    public Guid? Opportunity { get; init; }

    /// <summary>open or completed.</summary>
    public string? State { get; init; }

    /// <summary>The earliest due moment.</summary>
    public DateTime? DueFrom { get; init; }

    /// <summary>The moment before which they are due.</summary>
    public DateTime? DueBefore { get; init; }

    /// <summary>dueOn or modifiedOn, with - before it for the latest first; dueOn when null.</summary>
    public string? Sort { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    public string? After { get; init; }

    internal string ToQuery()
    {
        (string Name, string? Value)[] parts =
        [
            ("owner", Owner), ("lead", Lead), ("opportunity", Opportunity?.ToString()), ("state", State),
            ("dueFrom", DueFrom?.ToString("O")),
            ("dueBefore", DueBefore?.ToString("O")), ("sort", Sort), ("after", After), ("limit", "200"),
        ];
        return string.Join('&', parts
            .Where(part => part.Value is not null)
            .Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
    }
}
