using Leadline.App;
using Leadline.App.Leads;
using Leadline.App.Platform;
using Leadline.App.Shell;
using Leadline.App.Tickets;
using Leadline.App.Workflow;
using Leadline.Protocol.Client;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");
builder.Services.AddLocalization();
builder.Services.AddMudServices(services =>
{
    services.SnackbarConfiguration.PositionClass = MudBlazor.Defaults.Classes.Position.BottomLeft;

    // As long as Undo is offered.
    services.SnackbarConfiguration.VisibleStateDuration = 10_000;
});

// The API stands beside the application, not below it.
var origin = new Uri(new Uri(builder.HostEnvironment.BaseAddress), "/");
builder.Services.AddSingleton(new LeadlineClient(new HttpClient { BaseAddress = origin }));
builder.Services.AddSingleton<Session>();
builder.Services.AddSingleton<Moments>();
builder.Services.AddSingleton<Device>();
builder.Services.AddSingleton<Shortcuts>();
builder.Services.AddSingleton<Live>();
builder.Services.AddSingleton<AccountDirectory>();
builder.Services.AddSingleton<Preferences>();
builder.Services.AddSingleton<IntakeHistory>();
builder.Services.AddSingleton<LeadTrail>();
builder.Services.AddScoped<Dialogs>();
builder.Services.AddTickets();
await builder.Build().RunAsync();
