using Leadline.App.Platform;
using Microsoft.Extensions.DependencyInjection;

namespace Leadline.App.Tickets;

/// <summary>What the screens of tickets share.</summary>
public static class TicketServices
{
    public static IServiceCollection AddTickets(this IServiceCollection services) => services
        .AddSingleton<DeskDirectory>()
        .AddSingleton<Customers>()
        .AddSingleton<DeskAnswers>()
        .AddSingleton<Presence>()
        .AddSingleton<TicketDrafts>()
        .AddSingleton<DraftMarks>()
        .AddSingleton<TicketScript>()
        .AddScoped<Promises>();
}
