using Leadline.Accounts;
using Leadline.Activities;
using Leadline.Docs;
using Leadline.Protocol.LeadSquared;
using Leadline.Protocol.Own;
using Leadline.Surfaces;

namespace Leadline.Tasks;

/// <summary>What users are to do: appointments and to-dos, of leads and opportunities or of nobody.</summary>
internal static class TasksFeature
{
    public static void AddTasks(this IServiceCollection services)
    {
        services.AddSingleton<TaskTypeStore>();
        services.AddSingleton<TaskTypeOperations>();
        services.AddSingleton<TaskReadStore>();
        services.AddSingleton<TaskReadOperations>();
        services.AddSingleton<TaskOperations>();
        services.AddSingleton<TaskReminderStore>();
        services.AddSingleton<TaskReminders>();
        services.AddHostedService<TaskReminderWorker>();

        services.AddSingleton(TaskStore.DeletedWithLead);
        services.AddSingleton(TaskStore.MovedWithLead);
        services.AddSingleton(TaskReadStore.Timeline);
        services.AddSingleton(TaskReadStore.TimelineOfOpportunity);
        services.AddSingleton(TaskStore.DeletedWithOpportunity);
        services.AddSystemActivityTypes(TaskActivityTypes.Completed);
        services.AddSingleton<AccountSeed>(provider =>
            (connection, account) => provider.GetRequiredService<TaskTypeOperations>().Seed(connection, account.Id));
    }

    public static void MapTasks(this SurfaceRoutes routes)
    {
        MapWrites(routes.LeadSquared, routes.Create<LeadSquaredTaskEndpoints>());
        MapReads(routes.LeadSquared, routes.Create<LeadSquaredTaskReadEndpoints>());
        routes.LeadSquared.Get("Task.svc/RetrieveTaskType", routes.Create<LeadSquaredTaskTypeEndpoints>().List)
            .Describe("The task types", null, "ColumnName", "ColumnValue")
            .Answers<List<Protocol.LeadSquared.TaskTypeResponse>>();
        MapTasks(routes.Leadline, routes.Create<TaskEndpoints>());
        MapTypes(routes.Leadline, routes.Create<TaskTypeEndpoints>());
    }

    private static void MapWrites(LeadSquaredSurface v2, LeadSquaredTaskEndpoints tasks)
    {
        v2.Post("Task.svc/Create", tasks.Create)
            .Describe("Makes a task: an appointment or a to-do, as its type says", typeof(TaskBody))
            .Answers<SuccessResponse<IdMessage>>();
        v2.Post("Task.svc/Update", tasks.Update)
            .Describe("Changes what is passed of a task", typeof(TaskBody))
            .Answers<SuccessResponse<TaskChangedMessage>>();
        foreach (var name in new[] { "MarkComplete", "MarkAsComplete" })
        {
            v2.Get($"Task.svc/{name}", tasks.Complete)
                .Describe("Completes a task", null, "id")
                .Answers<SuccessResponse<TaskChangedMessage>>();
            v2.Post($"Task.svc/{name}", tasks.Complete)
                .Describe("Completes a task", null, "id")
                .Answers<SuccessResponse<TaskChangedMessage>>();
        }

        v2.PostBulk("Task.svc/Bulk/Create", tasks.CreateMany)
            .Describe("Makes up to 50 tasks, with an answer for each", typeof(BulkTasksBody))
            .Answers<BulkTasksResponse>();
        v2.PostBulk("Task.svc/BulkUpdateAppointmentTime", tasks.MoveAppointments)
            .Describe("Moves up to 50 appointments, with an answer for each", typeof(AppointmentTimesBody))
            .Answers<BulkTasksResponse>();
        v2.PostBulk("Task.svc/DeleteTasks", tasks.Delete)
            .Describe("Deletes up to 5,000 tasks", typeof(DeleteTasksBody))
            .Answers<TasksDeletedResponse>();
    }

    private static void MapReads(LeadSquaredSurface v2, LeadSquaredTaskReadEndpoints reads)
    {
        v2.Post("Task.svc/Retrieve", reads.Retrieve)
            .Describe("A page of an owner's tasks", typeof(TaskSearchBody))
            .Answers<TaskListResponse>();
        v2.Get("Task.svc/Retrieve.GetById", reads.GetById)
            .Describe("A task, in a list", null, "id")
            .Answers<List<TaskRow>>();
        v2.Get("LeadManagement.svc/RetrieveTaskByLeadId", reads.OfLead)
            .Describe("The tasks of a lead", null, "leadId")
            .Answers<TasksOfLeadResponse>();
        foreach (var (path, summary, endpoint) in new (string, string, ApiHandler)[]
                 {
                     ("RetrieveToDos/ByUserId", "A page of users' to-dos, by ids", reads.ToDosById),
                     ("RetrieveToDos/ByUserEmailAddress", "A page of users' to-dos, by addresses", reads.ToDosByEmail),
                     ("RetrieveToDos/ByUserSearchCriteria", "A page of users' to-dos, by parts of names or addresses",
                         reads.ToDosBySearch),
                     ("RetrieveAppointments/ByUserId", "A page of users' appointments, by ids", reads.AppointmentsById),
                     ("RetrieveAppointments/ByUserEmailAddress", "A page of users' appointments, by addresses",
                         reads.AppointmentsByEmail),
                     ("RetrieveAppointments/ByUserSearchCriteria",
                         "A page of users' appointments, by parts of names or addresses", reads.AppointmentsBySearch),
                 })
            v2.Post($"Task.svc/{path}", endpoint).Describe(summary, typeof(TasksOfUsersBody))
                .Answers<TaskListResponse>();
        v2.Post("Task.svc/RetrieveAvailableSlots/ByUserId", reads.SlotsById)
            .Describe("When users have no appointment, Mondays to Fridays from 9 to 18", typeof(AvailableSlotsBody))
            .Answers<AvailableSlotsResponse>();
        v2.Post("Task.svc/RetrieveAvailableSlots/ByUserSearchCriteria", reads.SlotsBySearch)
            .Describe("When a user has no appointment, Mondays to Fridays from 9 to 18", typeof(AvailableSlotsBody))
            .Answers<AvailableSlotsResponse>();
    }

    private static void MapTasks(LeadlineSurface own, TaskEndpoints tasks)
    {
        own.Get("tasks", tasks.List)
            .Describe(
                "A page of tasks, the next due first", null, "owner", "lead", "opportunity", "type", "category",
                "state", "dueFrom", "dueBefore", "sort", "limit", "after")
            .Answers<TasksResponse>();
        own.Post("tasks", tasks.Create).Describe("Makes a task", typeof(TaskRequest)).Answers<TaskResponse>();
        own.Get("tasks/free-slots", tasks.FreeSlots)
            .Describe(
                "When users have no open appointment, Mondays to Fridays from 9 to 18", null, "owner", "from", "to",
                "minutes")
            .Answers<FreeSlotsResponse>();
        own.Get("tasks/{task}", tasks.Get).Describe("A task").Answers<TaskResponse>();
        own.Patch("tasks/{task}", tasks.Change)
            .Describe("Changes what is passed of a task", typeof(TaskRequest))
            .Answers<TaskResponse>();
        own.Post("tasks/{task}/complete", tasks.Complete).Describe("Completes a task").Answers<TaskResponse>();
        own.Post("tasks/{task}/reopen", tasks.Reopen).Describe("Opens a completed task again").Answers<TaskResponse>();
        own.Delete("tasks/{task}", tasks.Delete).Describe("Deletes a task").Answers<DoneResponse>();
    }

    private static void MapTypes(LeadlineSurface own, TaskTypeEndpoints types)
    {
        own.Get("task-types", types.List).Describe("The task types").Answers<TaskTypesResponse>();
        own.Post("task-types", types.Create).Describe("Makes a task type", typeof(TaskTypeRequest))
            .Answers<Protocol.Own.TaskTypeResponse>();
        own.Get("task-types/{taskType}", types.Get).Describe("A task type")
            .Answers<Protocol.Own.TaskTypeResponse>();
        own.Patch("task-types/{taskType}", types.Update)
            .Describe("Changes what is passed of a task type", typeof(TaskTypeRequest))
            .Answers<Protocol.Own.TaskTypeResponse>();
        own.Delete("task-types/{taskType}", types.Delete)
            .Describe("Removes a task type of the account's own that no task is of")
            .Answers<DoneResponse>();
    }
}
